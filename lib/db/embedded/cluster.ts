/** Creates the built-in database's folder, once. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { StartError } from '../../start-error';
import { PROGRAM_ENV } from './binaries';
import { explain } from './explain';
import type { Place } from './place';

const run = promisify(execFile);
const ABANDONED_AFTER_MS = 10 * 60_000;

export const ROLE = 'abmatic';

/**
 * Makes sure that `place.clusterDir` holds a database of the right version. A new one is made beside it and renamed, so
 * that an interrupted start leaves no half database, and of two first starts at once one wins and the other uses its.
 */
export async function ensureCluster(place: Place): Promise<void> {
  if (!(await exists(place.clusterDir))) await createCluster(place);
  await checkVersion(place);
}

async function createCluster(place: Place): Promise<void> {
  const draft = `${place.clusterDir}.draft-${process.pid}-${randomBytes(3).toString('hex')}`;
  try {
    await initialise(draft, place);
    await rename(draft, place.clusterDir).catch((error: unknown) => {
      if (!isTaken(error)) throw error;
    });
    await syncFolder(path.dirname(place.clusterDir));
  } finally {
    await rm(draft, { recursive: true, force: true });
    await removeAbandonedDrafts(place);
  }
}

async function initialise(draft: string, { binaries, user }: Place): Promise<void> {
  const passwordFile = path.join(draft, 'password');
  await mkdir(draft, { mode: 0o700 });
  await writeFile(passwordFile, randomBytes(32).toString('base64url'), { mode: 0o600, flush: true });
  if (user) for (const owned of [passwordFile, draft]) await chown(owned, user.uid, user.gid);
  // The built-in locale sorts alike on every machine, whatever locales the machine has.
  const options = [
    `--pgdata=${path.join(draft, 'data')}`,
    `--username=${ROLE}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ];
  try {
    await run(binaries.initdb, options, { ...user, cwd: '/', env: PROGRAM_ENV });
  } catch (error) {
    throw explain('The built-in database could not be created', outputOf(error), path.dirname(draft));
  }
}

/** PostgreSQL keeps its data readable by one major version alone, which stands in PG_VERSION. */
async function checkVersion({ clusterDir, dataDir, binaries }: Place): Promise<void> {
  const found = await readFile(path.join(dataDir, 'PG_VERSION'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EACCES') throw notOurs(clusterDir);
    return '';
  });
  const needed = binaries.version.split('.')[0];
  if (found.trim() === needed) return;
  if (!found) {
    throw new StartError(
      `${clusterDir} is there but holds no PostgreSQL database. Move that folder away to start with an empty database, ` +
        'or put its backup in its place.',
    );
  }
  throw new StartError(
    `${clusterDir} was made by PostgreSQL ${found.trim()}, and this version of the application brings PostgreSQL ` +
      `${needed}. Take a dump with the version that made it, move the folder away, start once, and load the dump.`,
  );
}

function notOurs(folder: string): StartError {
  return new StartError(
    `${folder} belongs to another user of this machine. Start the application as the user who started it first, ` +
      'or set DATA_DIR to a folder of your own.',
  );
}

/** Throws StartError when it is another user's. */
export async function readPassword({ clusterDir }: Place): Promise<string> {
  try {
    return (await readFile(path.join(clusterDir, 'password'), 'utf8')).trim();
  } catch {
    throw notOurs(clusterDir);
  }
}

async function removeAbandonedDrafts({ clusterDir }: Place): Promise<void> {
  const folder = path.dirname(clusterDir);
  const drafts = (await readdir(folder)).filter((name) => name.startsWith(`${path.basename(clusterDir)}.draft-`));
  for (const draft of drafts.map((name) => path.join(folder, name))) {
    const { mtimeMs } = await stat(draft).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    if (Date.now() - mtimeMs > ABANDONED_AFTER_MS) await rm(draft, { recursive: true, force: true });
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOTEMPTY' || error.code === 'EEXIST');
}

function outputOf(error: unknown): string {
  if (error instanceof Error && 'stderr' in error && error.stderr) return String(error.stderr);
  return error instanceof Error ? error.message : String(error);
}

const exists = (file: string) =>
  stat(file).then(
    () => true,
    () => false,
  );
