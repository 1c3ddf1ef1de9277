/** Creates the folder of the built-in database, once, and tells whether what is there is one. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { StartError } from '../../start-error';
import { PROGRAM_ENV } from './binaries';
import { explain } from './explain';
import { exists, hasCode, reasonOf, syncFolder } from './files';
import type { Place } from './place';

const run = promisify(execFile);
const ABANDONED_AFTER_MS = 10 * 60_000;

export const ROLE = 'abmatic';

/**
 * Makes sure that `place.clusterDir` holds a database of the right version. A new one is made beside it and renamed, so
 * that an interrupted start leaves no half database, and of two first starts at once one wins and the other uses its.
 * Throws StartError.
 */
export async function ensureCluster(place: Place): Promise<void> {
  if (!(await exists(place.clusterDir))) await createCluster(place);
  await checkVersion(place);
}

async function createCluster(place: Place): Promise<void> {
  const draft = `${place.clusterDir}.draft-${process.pid}-${randomBytes(3).toString('hex')}`;
  try {
    const passwordFile = await prepareDraft(draft, place);
    await initialise(draft, passwordFile, place);
    await rename(draft, place.clusterDir).catch((error: unknown) => {
      if (!hasCode(error, 'ENOTEMPTY', 'EEXIST')) throw error;
    });
    await syncFolder(path.dirname(place.clusterDir));
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError(`The built-in database could not be created in ${place.clusterDir}: ${reasonOf(error)}`);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  await removeAbandonedDrafts(place);
}

async function prepareDraft(draft: string, { user }: Place): Promise<string> {
  const passwordFile = path.join(draft, 'password');
  await mkdir(draft, { mode: 0o700 });
  await writeFile(passwordFile, randomBytes(32).toString('base64url'), { mode: 0o600, flush: true });
  if (user) for (const owned of [passwordFile, draft]) await chown(owned, user.uid, user.gid);
  return passwordFile;
}

async function initialise(draft: string, passwordFile: string, place: Place): Promise<void> {
  const { binaries, user } = place;
  const options = [
    `--pgdata=${path.join(draft, 'data')}`,
    `--username=${ROLE}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    // Built in, so that text sorts alike on every machine, whatever locales the machine has.
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ];
  try {
    await run(binaries.initdb, options, { ...user, cwd: '/', env: PROGRAM_ENV });
  } catch (error) {
    throw explain('The built-in database could not be created', outputOf(error), place);
  }
}

function outputOf(error: unknown): string {
  if (error instanceof Error && 'stderr' in error && error.stderr) return String(error.stderr);
  return error instanceof Error ? error.message : String(error);
}

/** PostgreSQL keeps its data readable by one major version alone, which stands in PG_VERSION. */
async function checkVersion({ clusterDir, dataDir, binaries }: Place): Promise<void> {
  const found = await readFile(path.join(dataDir, 'PG_VERSION'), 'utf8').catch((error: unknown) => {
    if (hasCode(error, 'EACCES')) throw notOurs(clusterDir);
    return '';
  });
  const needed = binaries.version.split('.')[0];
  if (found.trim() === needed) return;
  if (/^\d+$/.test(found.trim())) {
    throw new StartError(
      `${clusterDir} was made by PostgreSQL ${found.trim()}, and this version of the application brings PostgreSQL ` +
        `${needed}. Take a dump with the version that made it, move the folder away, start once, and load the dump.`,
    );
  }
  throw new StartError(
    `${clusterDir} is there but holds no PostgreSQL database. Put its backup in its place, ` +
      'or move that folder away to start with an empty database.',
  );
}

function notOurs(folder: string): StartError {
  return new StartError(
    `${folder} belongs to another user of this machine. Start the application as the user who started it first, ` +
      'or set DATA_DIR to a folder of your own.',
  );
}

/** Throws StartError when it cannot be read. */
export async function readPassword({ clusterDir }: Place): Promise<string> {
  try {
    return (await readFile(path.join(clusterDir, 'password'), 'utf8')).trim();
  } catch (error) {
    if (hasCode(error, 'EACCES')) throw notOurs(clusterDir);
    throw new StartError(
      `${clusterDir} has lost its file "password", without which the database does not open. ` +
        'Put its backup in its place, or move the folder away to start with an empty database.',
    );
  }
}

/** Of first starts that were killed. A younger draft may be another start's that is at work. */
async function removeAbandonedDrafts({ clusterDir }: Place): Promise<void> {
  const folder = path.dirname(clusterDir);
  const drafts = (await readdir(folder)).filter((name) => name.startsWith(`${path.basename(clusterDir)}.draft-`));
  for (const draft of drafts.map((name) => path.join(folder, name))) {
    const { mtimeMs } = await stat(draft).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    if (Date.now() - mtimeMs > ABANDONED_AFTER_MS) await rm(draft, { recursive: true, force: true });
  }
}
