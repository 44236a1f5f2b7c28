// Reports that the program writes as pages: they stand alone, fit a small phone, and are accessible.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launchBrowser, narrow, openPage, wide } from './support/browser.js';
import { axeViolations, htmlMistakes, overhang } from './support/checks.js';
import { program, top } from './support/program.js';

const library = join(top, 'tests/cli/library');

let browser, folder;
const pages = new Map();

// Runs the program; its exit code. Findings (1) are no failure here.
function run(...words) {
  return new Promise((resolve, reject) =>
    execFile(program, words, (error) => (error && typeof error.code !== 'number' ? reject(error) : resolve(error?.code ?? 0))),
  );
}

before(async () => {
  browser = await launchBrowser();
  folder = await mkdtemp(join(tmpdir(), 'reports-'));
  // Less urgent, more urgent, other advice, another text, a name that went and one that came.
  const changed = join(folder, 'changed');
  await cp(library, changed, { recursive: true });
  const path = join(changed, 'topics/knee.yaml');
  const change = (text, from, to) => {
    assert.ok(text.includes(from), from);
    return text.replace(from, to);
  };
  let text = await readFile(path, 'utf8');
  text = change(text, '        red-flag: ed-1h\n        to: hospital\n', '        to: where\n');
  text = change(text, '    no: be-seen\n', '    no: hospital\n');
  text = change(text, 'Can <you> walk four steps?', 'Can <you> walk <your> usual way for four steps?');
  text = change(text, '      side: At one side\n', '      outer-side: At the outer side\n');
  text = change(text, '    reason: There is no sign of anything serious.\n    advice: [rest-knee]\n', '    reason: There is no sign of anything serious.\n');
  await writeFile(path, text);
  const changes = join(folder, 'changes.html');
  assert.equal(await run('diff', library, changed, '--html', changes), 1);
  const coverage = join(folder, 'coverage.html');
  assert.equal(await run('test', library, '--html', coverage), 0);
  // Changes stand in the dossier too.
  const dossier = join(folder, 'dossier.html');
  assert.equal(await run('report', changed, '--since', library, '-o', dossier), 1);
  pages.set('dossier', await readFile(dossier, 'utf8'));
  pages.set('changes', await readFile(changes, 'utf8'));
  pages.set('coverage', await readFile(coverage, 'utf8'));
});
after(async () => {
  await browser?.close();
  if (folder) await rm(folder, { recursive: true });
});

test('the pages of changes and of the dossier show each kind of change', () => {
  for (const words of ['▼ Less urgent: ', '▲ More urgent: ', '◆ As urgent, told otherwise: ', '<ins>', '<del>', '+ added', '− removed'])
    for (const name of ['changes', 'dossier']) assert.ok(pages.get(name).includes(words), `${name}: ${words}`);
});

test('the pages are valid HTML without scripts', async () => {
  for (const [name, mistakes] of await htmlMistakes(pages)) {
    assert.deepEqual(mistakes, [], name);
    assert.ok(!pages.get(name).includes('<script'), name);
  }
});

for (const name of ['changes', 'coverage', 'dossier']) {
  for (const [width, viewport] of [['a small phone', narrow], ['a desk', wide]])
    test(`the page of ${name} fits ${width}, is accessible and stands alone`, async () => {
      const page = await openPage(browser, { viewport });
      for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme });
        await page.setContent(pages.get(name));
        assert.equal(await overhang(page), 0);
        assert.deepEqual(await axeViolations(page), []);
      }
      assert.deepEqual(page.outside, []);
      assert.deepEqual(page.complaints, []);
      await page.context().close();
    });

  test(`the page of ${name} fits paper`, async () => {
    const page = await openPage(browser, { viewport: { width: 680, height: 1000 } }); // A4 without its margins
    await page.emulateMedia({ media: 'print' });
    await page.setContent(pages.get(name));
    assert.equal(await overhang(page), 0);
    await page.context().close();
  });
}
