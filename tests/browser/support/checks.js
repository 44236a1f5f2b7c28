// What must hold of every page: it fits, it is accessible, it is valid HTML.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const require = createRequire(import.meta.url);
const axeSource = readFile(require.resolve('axe-core/axe.min.js'), 'utf8');
const vnuJar = join(dirname(require.resolve('vnu-jar/package.json')), 'build/dist/vnu.jar');

// Pixels by which the page is wider than its window; 0 when nobody must scroll sideways. Needs no JavaScript in the page.
export async function overhang(page) {
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth));
}

// What axe finds wrong, one line each: WCAG 2.0 to 2.2 A and AA, and its best practices.
// The page must have JavaScript on: with it off axe never answers.
export async function axeViolations(page) {
  await page.evaluate(await axeSource);
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      resultTypes: ['violations'],
    }),
  );
  return violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.html}`));
}

// What the Nu Html Checker says about pages given as a map of name to HTML: a map of name to lines, with every name in it.
export async function htmlMistakes(pages) {
  const folder = await mkdtemp(join(tmpdir(), 'pages-'));
  try {
    const names = [...pages.keys()];
    const files = await Promise.all(
      names.map(async (name, index) => {
        const file = join(folder, `${index}.html`);
        await writeFile(file, pages.get(name));
        return file;
      }),
    );
    const args = ['-Xss4m', '-jar', vnuJar, '--format', 'json', '--stdout', '--exit-zero-always', ...files];
    const { stdout } = await promisify(execFile)('java', args, { maxBuffer: 64 << 20 });
    const mistakes = new Map(names.map((name) => [name, []]));
    for (const { type, subType, url, lastLine, message } of JSON.parse(stdout).messages) {
      if (type === 'info' && subType !== 'warning') continue;
      const index = Number(url.match(/(\d+)\.html$/)[1]);
      mistakes.get(names[index]).push(`line ${lastLine}: ${message}`);
    }
    return mistakes;
  } finally {
    await rm(folder, { recursive: true });
  }
}
