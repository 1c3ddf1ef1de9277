import { expect, test } from 'vitest';
import { useTestDatabase } from '../../support/database';

const database = useTestDatabase();

test('every test file has a migrated, empty database of its own', async () => {
  expect(await database.db.workspace.count()).toBe(0);
  const [row] = await database.db.$queryRaw<{ name: string }[]>`SELECT current_database() AS name`;
  expect(database.url).toContain(row?.name);
});
