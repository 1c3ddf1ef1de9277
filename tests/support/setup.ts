/** What the code under test writes to the console as an error or a warning fails the test, unless it is declared. */
import { afterEach, beforeEach, expect } from 'vitest';

const written: string[] = [];

for (const level of ['error', 'warn'] as const) {
  console[level] = (...args: unknown[]) => {
    written.push(`console.${level}: ${args.map(String).join(' ')}`);
  };
}

beforeEach(() => {
  written.length = 0;
});

afterEach(() => {
  expect(written, 'written to the console; declare it with expectConsole() if it is right').toEqual([]);
});

/** Takes what was written so far, for a test that expects it. */
export function expectConsole(): string[] {
  return written.splice(0);
}
