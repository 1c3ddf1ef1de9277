import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { missingPaths, RULES, readSources } from './support/architecture';

const root = path.join(import.meta.dirname, '..');
const sources = readSources(root).filter((file) => !file.path.startsWith('tests/') || !/architecture/.test(file.path));

/** For each rule, files that it must find fault with, and one that it must not. */
const CASES: Record<string, { bad: [path: string, text: string][]; good: [path: string, text: string] }> = {
  'imports point one way: app -> components -> pure lib; app -> lib domains -> lib/db -> pure lib': {
    bad: [
      ['lib/goals/list.ts', "import { Page } from '@/app/page';"],
      ['lib/goals/list.ts', "import { Button } from '../../components/ui/button';"],
      ['components/goals/table.tsx', "import { db } from '@/lib/db/client';"],
      ['components/goals/table.tsx', "import {\n  type Row,\n  listGoals,\n} from '@/lib/reports/manage';"],
      ['components/goals/table.tsx', "import { Page } from '@/app/page';"],
      ['components/goals/table.tsx', "const list = await import('@/lib/reports/manage');"],
      ['lib/db/client.ts', "import { listGoals } from '../goals/list';"],
      ['lib/segment/parse.ts', "import { log } from '../log';"],
      ['lib/segment/parse.ts', "import { readFile } from 'node:fs/promises';"],
      ['lib/env.ts', "import '@/lib/db/client';"],
      ['app/page.tsx', "import { traffic } from '@/lib/demo/traffic';"],
      ['server.ts', "import { test } from './tests/e2e/fixtures';"],
    ],
    good: [
      'components/goals/table.tsx',
      "import type { Row } from '@/lib/reports/manage';\nimport { type A, type B } from '@/lib/goals/goals';\nimport { percent } from '@/lib/format';",
    ],
  },
  'process.env is read in lib/env.ts alone': {
    bad: [
      ['lib/log.ts', 'const level = process.env.LOG_LEVEL;'],
      ['scripts/demo.ts', 'spawn(command, { env: { ...process.env } });'],
    ],
    good: ['lib/env.ts', 'readEnv(process.env)'],
  },
  'SQL is tagged, never put together as text': {
    bad: [
      ['lib/goals/list.ts', 'await db.$queryRawUnsafe(sql)'],
      ['lib/goals/list.ts', 'await db.$executeRawUnsafe(sql)'],
      ['lib/goals/list.ts', 'Prisma.raw(column)'],
    ],
    good: ['lib/goals/list.ts', 'await db.$queryRaw`select 1`'],
  },
  'mutations go through route handlers, not server actions': {
    bad: [
      ['app/actions.ts', "'use server';\n"],
      ['app/page.tsx', 'async function save() {\n  "use server";\n}'],
    ],
    good: ['app/page.tsx', "'use client';"],
  },
  'no barrels: whoever needs a thing imports its file': {
    bad: [
      ['lib/goals/all.ts', "export * from './list';"],
      ['lib/goals/all.ts', "import x from 'y';\nexport {\n  listGoals,\n} from './list';"],
    ],
    good: ['lib/db/client.ts', "import { Prisma } from './generated/client';\nexport { Prisma };\nimport a from 'a';"],
  },
  'pure code has no clock and no chance': {
    bad: [
      ['lib/segment/parse.ts', 'const now = Date.now();'],
      ['lib/time.ts', 'const now = new Date();'],
      ['lib/stats/lift.ts', 'Math.random()'],
    ],
    good: ['lib/time.ts', 'const day = new Date(milliseconds);'],
  },
  'types are not talked away': {
    bad: [
      ['lib/a.ts', 'const goal = row as unknown as Goal;'],
      ['lib/a.ts', '// @ts-ignore'],
    ],
    good: ['lib/a.ts', 'const goal: unknown = row;'],
  },
  'nothing is left for later': { bad: [['lib/a.ts', '// TODO: later']], good: ['lib/a.ts', '// to do so'] },
  'no test is skipped, singled out or made to sleep': {
    bad: [
      ['tests/unit/a.test.ts', "test.skip('a', () => {});"],
      ['tests/unit/a.test.ts', "describe.only('a', () => {});"],
      ['tests/e2e/a.spec.ts', 'await page.waitForTimeout(500);'],
    ],
    good: ['tests/unit/a.test.ts', "test('skip', () => {});"],
  },
  'files and folders are kebab-case, or named as Next.js asks': {
    bad: [
      ['lib/goalList.ts', ''],
      ['lib/Goals/list.ts', ''],
      ['lib/goal_list.ts', ''],
    ],
    good: ['app/(auth)/api/goals/[goalId]/sign-in.test.tsx', ''],
  },
  'no file named index: a file says what it holds': {
    bad: [['lib/goals/index.ts', '']],
    good: ['lib/goals/list.ts', ''],
  },
  'no file is longer than 400 lines': { bad: [['lib/a.ts', 'x\n'.repeat(401)]], good: ['lib/a.ts', 'x\n'.repeat(400)] },
};

describe.each(RULES)('$name', (rule) => {
  test('holds everywhere', () => {
    expect(sources.flatMap((file) => rule.violations(file))).toEqual([]);
  });

  test('can fail', () => {
    const { bad, good } = CASES[rule.name] ?? { bad: [], good: ['', ''] };
    expect(bad.length).toBeGreaterThan(0);
    for (const [path, text] of bad) expect(rule.violations({ path, text }), `${path}\n${text}`).not.toEqual([]);
    expect(rule.violations({ path: good[0], text: good[1] })).toEqual([]);
  });
});

test('the sources are found', () => {
  const paths = sources.map((file) => file.path);
  expect(paths).toEqual(
    expect.arrayContaining(['next.config.mjs', 'lib/env.ts', 'app/layout.tsx', 'lib/db/client.ts']),
  );
  expect(paths.filter((path) => path.startsWith('lib/db/generated'))).toEqual([]);
});

describe('paths that the documents cite exist', () => {
  const names = new Set(sources.map((file) => path.basename(file.path))); // `route.ts` alone means any of them
  const exists = (cited: string) => existsSync(path.join(root, cited)) || names.has(cited);
  const documents = ['README.md', 'ARCHITECTURE.md', 'DECISIONS.md', 'CHANGELOG.md', 'SECURITY.md'].filter(exists);

  test.each(documents)('%s', (name) => {
    expect(missingPaths({ path: name, text: readFileSync(path.join(root, name), 'utf8') }, exists)).toEqual([]);
  });

  test.each(['lib/nowhere.ts', 'nowhere.md', 'app/nowhere/**/route.ts', 'lib/nowhere/'])('%s is missed', (cited) => {
    expect(missingPaths({ path: 'README.md', text: `see \`${cited}\`` }, exists)).toEqual([`README.md: ${cited}`]);
  });

  test('what is no path of ours is left alone', () => {
    const text =
      '`npm run demo` `/api/segment` `@segment/analytics-node` `app/api/**/route.ts` `.data/` `dist/server.mjs`';
    expect(missingPaths({ path: 'README.md', text }, exists)).toEqual([]);
  });
});
