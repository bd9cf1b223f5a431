import { type Browser, chromium } from 'playwright-core';
import { hasTool } from './tools.ts';

/** Where Debian puts it. */
const CHROMIUM = process.env['DITC_CHROMIUM'] ?? '/usr/bin/chromium';

/** Whether there is a browser here; tests that need it are skipped without one. */
export const hasChromium = (): boolean => hasTool('Chromium', CHROMIUM, '--version');

/** A browser that asks the network for nothing of its own. */
export function startChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox', // CI is root in a container
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
