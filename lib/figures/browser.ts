import type { Browser } from 'playwright-core';
import { installedChromium } from './chromium';

/**
 * Flags: no sandbox (containers often run as root), software drawing, same glyph shapes everywhere, and no way
 * out: every host name but this machine's fails to resolve, and no proxy is asked.
 */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-webgl',
  '--font-render-hinting=none',
  '--disable-domain-reliability',
  '--no-pings',
  '--no-proxy-server',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
];

/** How long an unused browser stays open: a notebook that shows several figures starts it once. */
const IDLE_MILLISECONDS = 1500;

let running: Promise<Browser> | undefined;
let users = 0;
let idle: NodeJS.Timeout | undefined;

/**
 * Runs `use` with a headless Chromium that all callers of this process share. It is started on first use,
 * closed when nobody has used it for a moment, and dies with the process.
 */
export async function withBrowser<T>(use: (browser: Browser) => Promise<T>): Promise<T> {
  clearTimeout(idle);
  users++;
  try {
    running ??= launch();
    const mine = running;
    const browser = await mine.catch((error: unknown) => {
      if (running === mine) running = undefined;
      throw error;
    });
    // A browser that crashed is not handed out again.
    browser.once('disconnected', () => {
      if (running === mine) running = undefined;
    });
    return await use(browser);
  } finally {
    users--;
    if (users === 0) idle = setTimeout(() => void closeBrowser(), IDLE_MILLISECONDS);
  }
}

/** Closes the shared browser now, if it is open. */
export async function closeBrowser(): Promise<void> {
  clearTimeout(idle);
  const closing = running;
  running = undefined;
  await closing?.then(
    (browser) => browser.close(),
    () => undefined,
  );
}

async function launch(): Promise<Browser> {
  const { chromium } = await import('playwright-core');
  const { executable, env } = installedChromium();
  return chromium.launch({
    executablePath: executable,
    args: FLAGS,
    env: { ...process.env, ...env },
    // An interrupt belongs to the notebook's cell or the command, not to the browser.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}
