// The pages as people meet them: on a small phone, without JavaScript, going back, changing their minds; and every kind of
// page against the checks.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser, narrow, openPage, wide } from './support/browser.js';
import { axeViolations, htmlMistakes, overhang } from './support/checks.js';
import { withoutCookies } from './support/cookieless.js';
import { beginJourney, fill, goOn, questionOn, walk } from './support/journey.js';
import { startProgram } from './support/program.js';

let program, browser;
before(async () => {
  program = await startProgram();
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await program?.stop();
});

const phone = { viewport: narrow, javaScriptEnabled: false };
const man = { 'patient/party': 'self', 'patient/age': { amount: 22, unit: 'years' }, 'patient/sex': 'male' };
const strained = { ...man, 'last-time': 'now', 'brought-on': ['strain'] };
const heading = (page) => page.locator('h1').innerText();

test('a whole journey about chest pain needs no JavaScript and fits a small phone', async () => {
  const page = await openPage(browser, phone);
  const addresses = [];
  await beginJourney(page, program.url, 'Chest pain');
  const asked = await walk(page, strained, {
    each: async (question) => {
      assert.equal(await overhang(page), 0, `${question} is wider than the phone`);
      addresses.push(new URL(page.url()).pathname);
    },
  });
  assert.ok(asked.includes('life-threat/right-now') && asked.includes('brought-on'), asked.join());
  assert.equal(await heading(page), 'You can look after this at home');
  assert.match(await page.locator('main').innerText(), /Call 999 if the pain comes back/);
  assert.match(await page.locator('main').innerText(), /sore to press or to move/);
  // Nothing about the person stands in an address, and nothing is fetched from elsewhere.
  for (const address of addresses) assert.match(address, /^\/j\/[A-Za-z0-9_-]+\/\d+$/);
  assert.deepEqual(page.outside, []);
  assert.deepEqual(page.complaints, []);
});

test('an outcome is printed with what to do, the answers, the day and the version of the content', async () => {
  const page = await openPage(browser, phone);
  await beginJourney(page, program.url, 'Chest pain');
  await walk(page, strained);
  await page.emulateMedia({ media: 'print' });
  const sheet = await page.locator('body').innerText();
  for (const part of [/You can look after this at home/, /Call 999 if the pain comes back/, /When did you last have the pain/, /Pathway chest-pain [0-9.]+/, /Answered on \d+ \w+ \d{4}/]) {
    assert.match(sheet, part);
  }
  assert.doesNotMatch(sheet, /^Back$/m);
});

test('a page that the browser has kept works as before when it is asked for again', async () => {
  const page = await openPage(browser, phone);
  await page.goto(program.url + '/topics');
  await page.reload(); // the server says that nothing has changed
  await page.getByRole('button', { name: 'Chest pain', exact: true }).click();
  assert.notEqual(await questionOn(page), null);
  assert.deepEqual(page.complaints, []);
});

test('an answer that means an ambulance ends the journey with a number to call', async () => {
  const page = await openPage(browser, phone);
  await beginJourney(page, program.url, 'Chest pain');
  const asked = await walk(page, { ...man, 'life-threat/brain-and-heart': ['heart'] });
  assert.equal(asked.at(-1), 'life-threat/brain-and-heart');
  assert.match(await heading(page), /999/);
  assert.ok(await page.locator('main a[href="tel:999"]').isVisible());
  assert.equal(await overhang(page), 0);
});

test('going back shows the answer that was given, and another answer leads elsewhere', async () => {
  const page = await openPage(browser, phone);
  await beginJourney(page, program.url, 'Chest pain');
  await walk(page, strained, { until: (question) => question === 'heart-like' });
  await page.getByRole('link', { name: 'Back' }).click();
  assert.equal(await questionOn(page), 'last-time');
  assert.ok(await page.locator('input[value=now]').isChecked());
  await fill(page, { 'last-time': 'older' });
  await goOn(page);
  assert.equal(await questionOn(page), 'heart-like');
  await walk(page, { ...strained, 'heart-like': ['tight'] });
  assert.notEqual(await heading(page), 'You can look after this at home');
});

test('changing an early answer keeps the later ones that still fit', async () => {
  const page = await openPage(browser, phone);
  await beginJourney(page, program.url, 'Chest pain');
  await walk(page, strained);
  await page.getByRole('link', { name: /Change your answer to: When did you last have the pain/ }).click();
  assert.equal(await questionOn(page), 'last-time');
  await fill(page, { 'last-time': 'within-72h' });
  await goOn(page);
  assert.equal(await heading(page), 'Your answers so far');
  await page.getByRole('link', { name: 'Go to your advice' }).click();
  assert.equal(await heading(page), 'You can look after this at home');
  assert.match(await page.locator('main').innerText(), /More than 12 hours and up to 3 days ago/);
});

test("the browser's own back and reload do no harm", async () => {
  const page = await openPage(browser, phone);
  await beginJourney(page, program.url, 'Chest pain');
  await walk(page, strained, { until: (question) => question === 'last-time' });
  await fill(page, strained);
  await goOn(page);
  assert.equal(await questionOn(page), 'heart-like');
  await page.reload();
  assert.equal(await questionOn(page), 'heart-like');
  await page.goBack();
  assert.equal(await questionOn(page), 'last-time');
  await fill(page, { 'last-time': 'older' });
  await goOn(page);
  assert.equal(await questionOn(page), 'heart-like');
});

test('two tabs of one browser are two journeys', async () => {
  const first = await openPage(browser, phone);
  await beginJourney(first, program.url, 'Chest pain');
  const second = await first.context().newPage();
  await beginJourney(second, program.url, 'Headache');
  await first.bringToFront(); // a tab in the background draws once a second
  await walk(first, strained);
  assert.equal(await heading(first), 'You can look after this at home');
  await second.bringToFront();
  await walk(second, man);
  assert.match(await second.locator('main').innerText(), /Headache/);
});

test('Continue without an answer says what is missing, and goes nowhere', async () => {
  const page = await openPage(browser, phone);
  await beginJourney(page, program.url, 'Chest pain');
  const question = await questionOn(page);
  const refused = page.waitForResponse((response) => response.request().method() === 'POST');
  await goOn(page);
  assert.equal((await refused).status(), 422);
  assert.match(await page.title(), /^Error: /);
  assert.equal(await questionOn(page), question);
  assert.ok(await page.locator('#error-summary').evaluate((summary) => summary === document.activeElement));
  // The link in the summary leads to the field.
  const target = await page.locator('#error-summary a').getAttribute('href');
  assert.equal(await page.locator(`input${target}`).count(), 1);
});

test('a journey goes on where cookies are refused', async () => {
  const between = await withoutCookies(program.url);
  try {
    const page = await openPage(browser, phone);
    await beginJourney(page, between.url, 'Chest pain');
    // The first attempt notices that no cookie came back, and offers the choice once more.
    assert.equal(await questionOn(page), null);
    assert.match(await page.locator('main').innerText(), /did not send back the cookie/);
    await page.getByRole('button', { name: 'Chest pain', exact: true }).click();
    await walk(page, strained);
    assert.equal(await heading(page), 'You can look after this at home');
    assert.deepEqual(await page.context().cookies(), []);
  } finally {
    await between.close();
  }
});

test('words typed into the search find the topic, and dangerous ones say to call', async () => {
  const page = await openPage(browser, phone);
  await page.goto(program.url);
  await page.getByRole('textbox').fill('soar throat');
  await page.getByRole('button', { name: 'Search' }).click();
  assert.ok(await page.getByRole('button', { name: /Sore throat/ }).first().isVisible());
  assert.equal(await overhang(page), 0);
  assert.ok(!page.url().includes('soar'));
  await page.getByRole('textbox').fill('want to kill myself');
  await page.getByRole('button', { name: 'Search' }).click();
  assert.match(await page.locator('main').innerText(), /999/);
});

// ---- every kind of page against every check

// Opens each kind of page, one after the other, and hands it to `see` under its name.
async function everyKindOfPage(page, see) {
  for (const path of ['/', '/topics', '/emergency', '/privacy', '/accessibility', '/about', '/nowhere', '/j/abcdefghijklmnop/3']) {
    await page.goto(program.url + path);
    await see(path);
  }
  for (const words of ['tummy ache', 'overdose', 'xyzzy']) {
    await page.goto(program.url);
    await page.getByRole('textbox').fill(words);
    await page.getByRole('button', { name: 'Search' }).click();
    await see(`search for ${words}`);
  }

  // One question of each kind, and the same with an error.
  await beginJourney(page, program.url, 'Chest pain');
  const kinds = ['patient/party', 'patient/age', 'life-threat/right-now', 'last-time', 'breath'];
  for (const kind of kinds) {
    await walk(page, man, { until: (question) => question === kind });
    await see(`question ${kind}`);
    if (kind === kinds.at(-1)) {
      await page.getByRole('link', { name: 'Your answers so far' }).click();
      await see('answers so far');
      await page.goBack();
    }
    await goOn(page);
    await see(`question ${kind} with an error`);
  }

  const ends = {
    'at home': ['Chest pain', strained],
    routine: ['Chest pain', { ...man, 'last-time': 'older', 'brought-on': ['panic'] }],
    urgent: ['Chest pain', { ...man, 'last-time': 'older', 'heart-like': ['tight'] }],
    emergency: ['Chest pain', { ...man, 'life-threat/brain-and-heart': ['heart'] }],
    'self-harm': ['Low mood or thoughts of self-harm', { ...man, 'life-threat/danger': ['overdose'] }],
    child: ['High temperature', { ...man, 'patient/party': 'someone-else', 'patient/age': { amount: 14, unit: 'months' } }],
  };
  for (const [name, [topic, answers]] of Object.entries(ends)) {
    await beginJourney(page, program.url, topic);
    await walk(page, answers, {
      // Numbers, durations and dates wherever a topic asks for them.
      each: async (question) => {
        if ((await page.locator('input[name=amount], input[name=day]').count()) > 0) await see(`${topic}: ${question}`);
      },
    });
    await see(`outcome ${name}`);
  }
}

test('every kind of page passes every check', async (t) => {
  const page = await openPage(browser);
  const views = {
    'on a small phone': { viewport: narrow, colorScheme: 'light' },
    'on a wide screen': { viewport: wide, colorScheme: 'light' },
    'in dark colours': { viewport: narrow, colorScheme: 'dark' },
  };
  const sources = new Map();
  await everyKindOfPage(page, async (name) => {
    if (sources.has(name)) return;
    sources.set(name, await page.source);
    for (const [view, { viewport, colorScheme }] of Object.entries(views)) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      await t.test(`${name} ${view}`, async () => {
        assert.deepEqual(await axeViolations(page), []);
        assert.equal(await overhang(page), 0, 'the page is wider than its window');
      });
    }
  });
  assert.ok(sources.size >= 25, [...sources.keys()].join());
  assert.deepEqual(page.outside, []);
  assert.deepEqual(page.complaints, []);

  const mistakes = await htmlMistakes(sources);
  for (const [name, html] of sources) {
    await t.test(`${name} is valid HTML without a script`, () => {
      assert.match(html, /^<!DOCTYPE html>/);
      assert.doesNotMatch(html, /<script|javascript:| on[a-z]+=/i);
      assert.deepEqual(mistakes.get(name), []);
    });
  }
});
