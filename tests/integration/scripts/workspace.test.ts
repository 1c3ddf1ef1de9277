import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { addWorkspace } from '@/lib/accounts/add-workspace';
import { verifyPassword } from '@/lib/accounts/passwords';
import { environmentWith } from '@/lib/env';
import { hashKey } from '@/lib/workspaces/keys';
import { useTestDatabase } from '@/tests/support/database';

vi.setConfig({ testTimeout: 60_000 }); // each test starts a process or two

const test = useTestDatabase();
const password = 'correct horse battery';

type Outcome = { code: number | null; stdout: string; stderr: string };

function run(...args: string[]): Promise<Outcome> {
  const variables = {
    DATABASE_URL: test.url,
    APP_SECRET: 'a secret of tests, long enough to be one',
    LOG_LEVEL: 'debug',
  };
  return new Promise((resolve) => {
    const options = { env: environmentWith(variables) };
    const child = execFile(
      process.execPath,
      ['--import', 'tsx', 'scripts/workspace.ts', ...args],
      options,
      (_, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}

const newEmail = () => `${randomUUID()}@example.com`;

describe('npm run workspace', () => {
  it('creates a workspace and its owner, and prints the keys as one line of JSON and nothing else', async () => {
    const email = newEmail();
    const { code, stdout } = await run('--name', 'Shop', '--email', email, '--password', password, '--json');
    expect({ code, lines: stdout.split('\n').length }).toEqual({ code: 0, lines: 2 });
    const printed = JSON.parse(stdout);
    expect(Object.keys(printed)).toEqual(['workspaceId', 'segmentApiKey', 'siteKey', 'apiToken']);
    const workspace = await test.db.workspace.findUniqueOrThrow({
      where: { id: printed.workspaceId },
      include: { keys: true, integrations: true, memberships: { include: { user: true } } },
    });
    expect(workspace).toMatchObject({ name: 'Shop', siteKey: printed.siteKey });
    expect(workspace.keys.map(({ hash }) => hash).sort()).toEqual(
      [hashKey(printed.segmentApiKey), hashKey(printed.apiToken)].sort(),
    );
    expect(workspace.integrations.filter(({ isActive }) => isActive)).toEqual([]);
    expect(workspace.memberships).toMatchObject([{ role: 'owner', user: { email } }]);
    expect(await verifyPassword(workspace.memberships[0]?.user.passwordHash ?? null, password)).toBe(true);
  });

  it('adds a workspace to an account that is there, and tells a person what is what', async () => {
    const email = newEmail();
    await addWorkspace(test.db, { name: 'First', email, password, now: new Date() });
    const { code, stdout } = await run('--name', 'Second', '--email', email, '--password', password, '--active');
    expect(code).toBe(0);
    expect(stdout).toContain(`Workspace "Second" is ready. Sign in as ${email}.`);
    expect(stdout).toMatch(/Segment API key {2}abm_/);
    const workspaces = await test.db.workspace.findMany({
      where: { memberships: { some: { user: { email } } } },
      orderBy: { createdAt: 'asc' },
      include: { integrations: { where: { isActive: true } } },
    });
    expect(workspaces.map(({ name, integrations }) => [name, integrations.map(({ kind }) => kind)])).toEqual([
      ['First', []],
      ['Second', ['segment']],
    ]);
  });

  it('adds nothing to an account that has another password', async () => {
    const email = newEmail();
    await addWorkspace(test.db, { name: 'First', email, password, now: new Date() });
    const refused = await run('--name', 'Second', '--email', email, '--password', 'wrong horse battery', '--json');
    expect(refused).toEqual({
      code: 1,
      stdout: '',
      stderr: `${email} has an account already, with another password.\n`,
    });
    expect(await test.db.membership.count({ where: { user: { email } } })).toBe(1);
  });

  it.each([
    [
      ['--name', 'Shop', '--email', 'ada'],
      '--email must be an email address, such as ada@example.com.\n--password is missing.',
    ],
    [['--nane', 'Shop'], "Unknown option '--nane'"],
  ])('answers %j with what is wrong, the usage, and exit code 2', async (args, wrong) => {
    const { code, stdout, stderr } = await run(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(wrong);
    expect(stderr).toContain('Usage: npm run workspace');
  });
});
