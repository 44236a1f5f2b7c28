// Chromium as a person would use it: narrow or wide, with or without JavaScript, and never talking to the outside.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

export const narrow = { width: 320, height: 640 };
export const wide = { width: 1280, height: 900 };

export function launchBrowser() {
  return chromium.launch({
    executablePath: process.env.SIGNPOST_CHROMIUM ?? installed,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

// A page in a fresh context, without colours that fade into each other: a check would see them half way. `page.outside` collects requests that leave the machine, `page.complaints` what the console
// says is wrong, `page.source` is a promise of the HTML that the server sent last.
export async function openPage(browser, { viewport = wide, javaScriptEnabled = true } = {}) {
  const context = await browser.newContext({ viewport, javaScriptEnabled, locale: 'en-GB', reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.outside = [];
  page.complaints = [];
  page.on('console', (message) => {
    // A 4xx page is what some tests ask for; Chromium calls it an error of its own accord.
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) page.complaints.push(message.text());
  });
  page.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (protocol !== 'data:' && hostname !== '127.0.0.1') page.outside.push(request.url());
  });
  page.source = Promise.resolve('');
  page.on('response', (response) => {
    const status = response.status();
    const ofPage = response.request().isNavigationRequest() && response.frame() === page.mainFrame();
    if (ofPage && (status < 300 || status >= 400)) page.source = response.text();
  });
  return page;
}
