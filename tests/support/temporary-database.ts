import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { startEmbedded } from '@/lib/db/embedded';
import { temporaryFolder } from './temporary-folder';

let original = '';

beforeAll(async () => {
  original = await mkdtemp(path.join(os.tmpdir(), 'abmatic-test-original-'));
  await chmod(original, 0o711);
  await (await startEmbedded({ dataDir: original, settings: { fsync: 'off' } })).stop();
});
afterAll(() => rm(original, { recursive: true, force: true }));

/** A data folder with a database that is not running: a copy, because creating one takes a second of computing. */
export async function temporaryDatabase(): Promise<string> {
  const dataDir = await temporaryFolder();
  execFileSync('cp', ['-a', `${original}/.`, dataDir]);
  return dataDir;
}
