/**
 * The Chromium that browser tests drive: Playwright's own where it is installed, else the system's, else one that is
 * installed now, by Playwright or, as root on Debian and its kin, by apt.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

const SYSTEM_CHROMIUM = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** So that it runs headless, as root, in a container, and speaks to nobody but the pages under test. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

type Machine = { exists(path: string): boolean; isRoot: boolean; run(command: string): boolean };

/** Installs programs as the case may be, which takes minutes. Throws when there is no Chromium and none can be had. */
export function findOrInstallChromium(machine: Machine = thisMachine): string {
  const find = () => [chromium.executablePath(), ...SYSTEM_CHROMIUM].find((path) => machine.exists(path));
  const found = find();
  if (found) return found;
  machine.run('npx playwright install chromium');
  if (!find() && machine.isRoot && machine.exists('/usr/bin/apt-get')) {
    machine.run('apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy chromium');
  }
  const installed = find();
  if (installed) return installed;
  throw new Error(
    'The browser tests need Chromium, and it could not be installed. Install it with "npx playwright install chromium", ' +
      'with "sudo apt-get install chromium", or install Google Chrome; then run the tests again.',
  );
}

const thisMachine: Machine = {
  exists: existsSync,
  isRoot: process.getuid?.() === 0,
  run(command) {
    process.stdout.write(`No Chromium found. Running: ${command}\n`);
    return spawnSync('sh', ['-c', command], { stdio: 'inherit', timeout: 10 * 60_000 }).status === 0;
  },
};
