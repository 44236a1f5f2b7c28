// The clinical safety dossier of the shipped library, as it is read on a screen and on paper.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser, narrow, openPage, wide } from './support/browser.js';
import { axeViolations, htmlMistakes, overhang } from './support/checks.js';
import { runProgram } from './support/program.js';

let dossier, browser;
before(async () => {
  dossier = await runProgram('report', 'pathways', '--on', '2026-11-22');
  browser = await launchBrowser();
});
after(async () => browser?.close());

test('the dossier is valid HTML', async () => {
  assert.deepEqual((await htmlMistakes(new Map([['dossier', dossier]]))).get('dossier'), []);
});

for (const [view, viewport] of Object.entries({ 'on a small phone': narrow, 'on a wide screen': wide })) {
  test(`the dossier is accessible and fits ${view}`, async () => {
    const page = await openPage(browser, { viewport });
    await page.setContent(dossier);
    assert.equal(await overhang(page), 0, 'the page is wider than its window');
    assert.deepEqual(await axeViolations(page), []);
    assert.deepEqual(page.outside, []);
    assert.deepEqual(page.complaints, []);
  });
}

test('nothing of the dossier is wider than a sheet of A4', async () => {
  const page = await openPage(browser, { viewport: { width: 673, height: 980 } }); // A4 without its margins, in CSS pixels
  await page.setContent(dossier);
  await page.emulateMedia({ media: 'print' });
  assert.equal(await overhang(page), 0);
  const wider = await page.evaluate(() =>
    [...document.querySelectorAll('table')].filter((table) => table.getBoundingClientRect().right > document.documentElement.clientWidth).map((table) => table.caption.innerText),
  );
  assert.deepEqual(wider, []);
});
