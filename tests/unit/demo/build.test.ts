import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isBuildNeeded, noteBuild } from '@/lib/demo/build';

let root = '';
const write = (name: string, text: string) => {
  mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
  writeFileSync(path.join(root, name), text);
};

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'abmatic-build-'));
  for (const folder of ['app', 'components', 'lib', 'prisma', 'public', 'scripts']) write(`${folder}/a.ts`, 'a');
  write('server.ts', 'server');
  write('package-lock.json', '{}');
  write('dist/server.mjs', 'built');
  write('.next/BUILD_ID', '1');
  noteBuild(root);
});
afterEach(() => rmSync(root, { recursive: true }));

test('what was built from the sources as they are is not built again', () => {
  write('lib/a.ts', 'a'); // written anew, as npm install and git do, without a change
  expect(isBuildNeeded(root)).toBe(false);
});

test.each(['app/a.ts', 'lib/deep/new.ts', 'public/icon.svg', 'prisma/a.ts', 'server.ts', 'package-lock.json'])(
  'a change of %s needs a build',
  (name) => {
    write(name, 'changed');
    expect(isBuildNeeded(root)).toBe(true);
  },
);

test('a file that is gone or renamed needs a build', () => {
  rmSync(path.join(root, 'lib/a.ts'));
  expect(isBuildNeeded(root)).toBe(true);
  write('lib/b.ts', 'a');
  expect(isBuildNeeded(root)).toBe(true);
});

test.each(['dist/server.mjs', '.next/BUILD_ID', 'dist/fingerprint'])('without %s a build is needed', (name) => {
  rmSync(path.join(root, name));
  expect(isBuildNeeded(root)).toBe(true);
});

test.each(['tests/a.test.ts', 'README.md', 'lib/db/generated/client.ts', 'next-env.d.ts', '.data/demo.json'])(
  '%s is no source',
  (name) => {
    write(name, 'changed');
    expect(isBuildNeeded(root)).toBe(false);
  },
);
