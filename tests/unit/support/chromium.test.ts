import { chromium } from '@playwright/test';
import { describe, expect, test } from 'vitest';
import { findOrInstallChromium } from '../../support/chromium';

const PLAYWRIGHT = 'npx playwright install chromium';
const own = chromium.executablePath();

/** A machine with some files, on which a command brings further ones. */
function machine(
  files: string[],
  { isRoot = true, brings = {} }: { isRoot?: boolean; brings?: Record<string, string> },
) {
  const present = new Set(files);
  const commands: string[] = [];
  return {
    commands,
    isRoot,
    exists: (path: string) => present.has(path),
    run(command: string) {
      commands.push(command);
      for (const [part, file] of Object.entries(brings)) if (command.includes(part)) present.add(file);
      return true;
    },
  };
}

test("Playwright's own browser is preferred to the system's", () => {
  const both = machine(['/usr/bin/chromium', own], {});
  expect(findOrInstallChromium(both)).toBe(own);
  expect(both.commands).toEqual([]);
});

test.each(['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'])('%s is used', (path) => {
  const one = machine([path], {});
  expect(findOrInstallChromium(one)).toBe(path);
  expect(one.commands).toEqual([]);
});

describe('without any', () => {
  test('Playwright installs its own', () => {
    const bare = machine(['/usr/bin/apt-get'], { brings: { [PLAYWRIGHT]: own } });
    expect(findOrInstallChromium(bare)).toBe(own);
    expect(bare.commands).toEqual([PLAYWRIGHT]);
  });

  test('apt installs one where Playwright cannot', () => {
    const bare = machine(['/usr/bin/apt-get'], { brings: { 'apt-get install': '/usr/bin/chromium' } });
    expect(findOrInstallChromium(bare)).toBe('/usr/bin/chromium');
  });

  test.each([
    ['not root', ['/usr/bin/apt-get'], false],
    ['no apt', [], true],
  ])('%s: the message says what to install', (_, files, isRoot) => {
    const bare = machine(files, { isRoot });
    expect(() => findOrInstallChromium(bare)).toThrow(/apt-get install chromium/);
    expect(bare.commands).toEqual([PLAYWRIGHT]);
  });
});
