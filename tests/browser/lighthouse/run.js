// Lighthouse over the pages that are the same for everybody.
// Prints a line for each page and category, and ends with 1 if any falls short. Part of script/check-all.
import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';
import { startProgram } from '../support/program.js';

// Lighthouse's own scores, 0 to 100.
const wanted = { accessibility: 100, 'best-practices': 95, performance: 90 };
const pages = ['/', '/topics', '/emergency', '/privacy', '/accessibility', '/about'];

process.env.CHROME_PATH = process.env.SIGNPOST_CHROMIUM ?? '/usr/bin/chromium';
const program = await startProgram();
const browser = await launch({ chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'] });
let short = 0;
try {
  for (const path of pages) {
    const { lhr } = await lighthouse(program.url + path, {
      port: browser.port,
      onlyCategories: Object.keys(wanted),
      output: 'json',
      logLevel: 'error',
    });
    for (const [category, least] of Object.entries(wanted)) {
      const score = Math.round((lhr.categories[category].score ?? 0) * 100);
      const enough = score >= least;
      if (!enough) short += 1;
      console.log(`${enough ? 'ok' : 'not ok'} - ${path} ${category} ${score}, wanted ${least}`);
    }
  }
} finally {
  await browser.kill();
  await program.stop();
}
process.exitCode = short === 0 ? 0 : 1;
