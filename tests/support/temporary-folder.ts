import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** A new folder, removed when the test is over. Call it before what must stop first. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'abmatic-test-'));
  await chmod(folder, 0o711); // started by root, PostgreSQL runs as another user and passes through here
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
