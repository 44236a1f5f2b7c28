// The checks must be able to fail: each is given a page with one fault.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser, narrow, openPage } from './support/browser.js';
import { axeViolations, htmlMistakes, overhang } from './support/checks.js';

const whole = (body) =>
  `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>A page</title>` +
  `<meta name="viewport" content="width=device-width, initial-scale=1"></head><body><main><h1>A page</h1>${body}</main></body></html>`;

let browser;
before(async () => (browser = await launchBrowser()));
after(async () => browser?.close());

test('a page without faults passes all checks', async () => {
  const page = await openPage(browser, { viewport: narrow });
  await page.setContent(whole('<p>Hello</p>'));
  assert.equal(await overhang(page), 0);
  assert.deepEqual(await axeViolations(page), []);
  assert.deepEqual((await htmlMistakes(new Map([['page', whole('<p>Hello</p>')]]))).get('page'), []);
});

test('a page that is wider than a small phone is noticed', async () => {
  const page = await openPage(browser, { viewport: narrow });
  await page.setContent(whole('<div style="width: 340px">Hello</div>'));
  assert.ok((await overhang(page)) > 0);
});

test('a page that is too wide is noticed with JavaScript off', async () => {
  const page = await openPage(browser, { viewport: narrow, javaScriptEnabled: false });
  await page.setContent(whole('<div style="width: 340px">Hello</div>'));
  assert.ok((await overhang(page)) > 0);
});

test('a field without a label is noticed', async () => {
  const page = await openPage(browser);
  await page.setContent(whole('<input name="age">'));
  assert.match((await axeViolations(page)).join('\n'), /^label: /m);
});

test('invalid HTML is noticed in the page where it stands', async () => {
  const mistakes = await htmlMistakes(
    new Map([
      ['good', whole('<p>Hello</p>')],
      ['bad', whole('<p><b>Hello</p>')],
    ]),
  );
  assert.deepEqual(mistakes.get('good'), []);
  assert.match(mistakes.get('bad').join('\n'), /Unclosed element/);
});

test('a request to another host is noticed', async () => {
  const page = await openPage(browser);
  await page.setContent(whole('<p>Hello <img alt="" src="http://tracker.invalid/pixel"></p>'));
  assert.deepEqual(page.outside, ['http://tracker.invalid/pixel']);
});
