import { afterEach, describe, expect, test } from 'vitest';
import { useTestDatabase } from '../support/database';
import { query } from '../support/embedded';
import { GLOBAL_TABLES, listTables, tenancyViolations } from '../support/tenancy';

const database = useTestDatabase();

test('every key of every tenant table begins with workspace_id', async () => {
  expect(await tenancyViolations(database.db)).toEqual([]);
});

test('the global tables are those that there are, so that none is excused by an old name', async () => {
  expect(await listTables(database.db)).toEqual(expect.arrayContaining(GLOBAL_TABLES));
});

describe('a table that breaks the rule is reported', () => {
  afterEach(() => query(database.url, 'DROP TABLE bad'));

  const cases: [what: string, table: string, violation: RegExp][] = [
    ['without a key', 'workspace_id uuid', /^bad has no key$/],
    ['by its primary key', 'workspace_id uuid, id uuid PRIMARY KEY', /^bad: bad_pkey begins with id$/],
    [
      'by a primary key in another order',
      'workspace_id uuid, id uuid, PRIMARY KEY (id, workspace_id)',
      /^bad: bad_pkey begins with id$/,
    ],
    [
      'by a unique constraint',
      'workspace_id uuid, id uuid, name text UNIQUE, PRIMARY KEY (workspace_id, id)',
      /^bad: bad_name_key begins with name$/,
    ],
    [
      'by a foreign key in another order',
      `workspace_id uuid, id uuid, goal uuid, PRIMARY KEY (workspace_id, id), UNIQUE (workspace_id, goal),
       FOREIGN KEY (goal, workspace_id) REFERENCES goals (id, workspace_id)`,
      /^bad: bad_goal_workspace_id_fkey begins with (goal -> id|id -> goal)$/,
    ],
    [
      'by a foreign key to a person',
      'workspace_id uuid, id uuid, user_id uuid REFERENCES users (id), PRIMARY KEY (workspace_id, id)',
      /^bad: bad_user_id_fkey begins with user_id$/,
    ],
  ];
  test.each(cases)('%s', async (_what, table, violation) => {
    await query(database.url, `CREATE TABLE bad (${table})`);
    expect(await tenancyViolations(database.db)).toEqual([expect.stringMatching(violation)]);
  });

  test('by a unique index on an expression', async () => {
    await query(database.url, 'CREATE TABLE bad (workspace_id uuid, name text, PRIMARY KEY (workspace_id, name))');
    await query(database.url, 'CREATE UNIQUE INDEX bad_lower ON bad (lower(name))');
    expect(await tenancyViolations(database.db)).toEqual(['bad: bad_lower begins with an expression']);
  });
});
