/**
 * Where the built-in database lives: in the data folder, wherever possible. Started by root, PostgreSQL runs as another
 * user, which may be unable to reach a project below /root; then database and programs live below /var/lib/abmatic, and a
 * note in the data folder says where.
 *
 *     .data/postgres/            this folder appears at once, complete, by a rename
 *       data/                    PostgreSQL's own
 *       password                 of the only role; readable by its owner alone
 *       log, log.1
 *     .data/postgres-location    only when the database is elsewhere: the folder that holds postgres/ and the programs
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, link, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { StartError } from '../../start-error';
import { type Binaries, binariesIn, findBinaries } from './binaries';
import { exists, ownerOf, reasonOf } from './files';
import { canReach, databaseUser, isRoot, type SystemUser } from './system-user';

const run = promisify(execFile);
const ELSEWHERE = '/var/lib/abmatic';

export type Place = {
  clusterDir: string;
  dataDir: string;
  binaries: Binaries;
  /** Whom PostgreSQL runs as; undefined for the user of this process. */
  user: SystemUser | undefined;
};

/** Finds or decides where the database of `dataDir`, an existing folder, lives. Throws StartError. */
export async function findPlace(dataDir: string): Promise<Place> {
  const binaries = await findBinaries();
  const noted = await readLocation(dataDir);
  if (noted && !(await exists(noted))) throw gone(dataDir, noted);
  if (!isRoot()) return placeIn(noted ?? dataDir, binaries, undefined);
  const user = (await ownerOf(path.join(noted ?? dataDir, 'postgres'))) ?? (await databaseUser());
  const sample = path.join(binaries.root, 'share', 'postgresql', 'postgres.bki');
  if (!noted && (await canReach(user, dataDir, sample))) return placeIn(dataDir, binaries, user);
  try {
    const elsewhere = noted ?? (await chooseElsewhere(dataDir));
    await bringCluster(dataDir, elsewhere);
    return placeIn(elsewhere, await copyBinaries(binaries, elsewhere), user);
  } catch (error) {
    throw new StartError(
      `PostgreSQL does not run as root, its own user cannot reach ${dataDir}, and ${ELSEWHERE} cannot be used instead: ` +
        `${reasonOf(error)} Or set DATA_DIR to a folder that every user can pass through, or DATABASE_URL.`,
    );
  }
}

/** Whether the data folder has a database, here or elsewhere. */
export async function hasDatabase(dataDir: string): Promise<boolean> {
  return (await exists(path.join(dataDir, 'postgres'))) || (await exists(locationFile(dataDir)));
}

/** Whether the database of `place` lives outside of the data folder, for a line in the log. */
export function isElsewhere(place: Place): boolean {
  return place.clusterDir.startsWith(`${ELSEWHERE}/`);
}

function placeIn(folder: string, binaries: Binaries, user: SystemUser | undefined): Place {
  const clusterDir = path.join(folder, 'postgres');
  return { clusterDir, dataDir: path.join(clusterDir, 'data'), binaries, user };
}

const locationFile = (dataDir: string) => path.join(dataDir, 'postgres-location');

async function readLocation(dataDir: string): Promise<string | undefined> {
  const text = await readFile(locationFile(dataDir), 'utf8').catch(() => '');
  return text.trim() || undefined;
}

function gone(dataDir: string, folder: string): StartError {
  return new StartError(
    `The database of ${dataDir} was kept in ${folder}, which is gone. Put it back from a backup, ` +
      `or delete ${locationFile(dataDir)} and the secret beside it to start with an empty database.`,
  );
}

/** Never takes up a folder that is already there: it may hold the data of a data folder that somebody put away. */
async function chooseElsewhere(dataDir: string): Promise<string> {
  await mkdir(ELSEWHERE, { recursive: true, mode: 0o755 });
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
  const folder = await mkdtemp(path.join(ELSEWHERE, `${name}-`));
  await chmod(folder, 0o755);
  const draft = `${locationFile(dataDir)}.${process.pid}`;
  await writeFile(draft, `${folder}\n`, { flush: true });
  try {
    await link(draft, locationFile(dataDir)); // of two first starts at once, one makes the note
    return folder;
  } catch {
    await rm(folder, { recursive: true });
    return (await readLocation(dataDir)) ?? folder;
  } finally {
    await rm(draft);
  }
}

/** A database made in a data folder that was moved to where PostgreSQL's user cannot follow comes along. */
async function bringCluster(dataDir: string, folder: string): Promise<void> {
  const [from, to] = [path.join(dataDir, 'postgres'), path.join(folder, 'postgres')];
  if ((await exists(from)) && !(await exists(to))) await run('mv', [from, to]);
}

/** A copy that PostgreSQL's user can read; one for every version of the programs. */
async function copyBinaries(binaries: Binaries, folder: string): Promise<Binaries> {
  const copy = path.join(folder, `programs-${binaries.version}`);
  if (!(await exists(copy))) {
    const draft = await mkdtemp(path.join(folder, 'programs-draft-'));
    await run('cp', ['-R', `${binaries.root}/.`, draft]);
    await run('chmod', ['-R', 'a+rX', draft]);
    await rename(draft, copy).catch(() => rm(draft, { recursive: true })); // another start was faster
  }
  return binariesIn(copy, binaries.version);
}
