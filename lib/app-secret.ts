/**
 * The application secret of an installation that was not given one: made at the first start and kept in the data folder,
 * beside the database, of which a backup is worth nothing without it.
 */
import { randomBytes } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { prepareDataDir } from './db/embedded/data-folder';
import { hasCode } from './db/embedded/files';
import { hasDatabase } from './db/embedded/place';
import { StartError } from './start-error';

const LENGTH_MIN = 32;

/** Call it before the database is created. Throws StartError when the secret of an existing database is lost. */
export async function keptSecret(dataDir: string): Promise<string> {
  const folder = await prepareDataDir(dataDir);
  const file = path.join(folder, 'secret');
  const kept = await read(file);
  if (kept !== undefined) return kept;
  if (await hasDatabase(folder)) throw lost(file);
  return create(file);
}

async function read(file: string): Promise<string | undefined> {
  try {
    const secret = (await readFile(file, 'utf8')).trim();
    if (secret.length < LENGTH_MIN) throw lost(file);
    return secret;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    if (hasCode(error, 'EACCES')) {
      throw new StartError(`${file} may not be read. Start the application as the user who started it first.`);
    }
    throw error;
  }
}

/** Of two first starts at once, the first one's is kept. */
async function create(file: string): Promise<string> {
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, `${randomBytes(48).toString('base64url')}\n`, { mode: 0o600, flush: true });
  await link(draft, file).catch((error: unknown) => {
    if (!hasCode(error, 'EEXIST')) throw error;
  });
  await rm(draft);
  return (await readFile(file, 'utf8')).trim();
}

function lost(file: string): StartError {
  return new StartError(
    `There is a database, but ${file}, the secret that its keys are encrypted with, is missing or damaged. ` +
      'Put it back from a backup, or set APP_SECRET to the one that was used before.',
  );
}
