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
import { createHash } from 'node:crypto';
import { chmod, cp, link, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Binaries, binariesIn, findBinaries } from './binaries';
import { canReach, databaseUser, isRoot, type SystemUser } from './system-user';

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
  if (!isRoot()) return placeIn(dataDir, binaries, undefined);
  const user = (await ownerOf(path.join(dataDir, 'postgres'))) ?? (await databaseUser());
  const moved = await readLocation(dataDir);
  if (moved) return placeIn(moved, await copyBinaries(binaries, moved), user);
  const sample = path.join(binaries.root, 'share', 'postgresql', 'postgres.bki');
  if (await canReach(user, dataDir, sample)) return placeIn(dataDir, binaries, user);
  const elsewhere = await moveElsewhere(dataDir);
  return placeIn(elsewhere, await copyBinaries(binaries, elsewhere), user);
}

function placeIn(folder: string, binaries: Binaries, user: SystemUser | undefined): Place {
  const clusterDir = path.join(folder, 'postgres');
  return { clusterDir, dataDir: path.join(clusterDir, 'data'), binaries, user };
}

/** A database made by an ordinary user goes on running as that user when root starts the application. */
async function ownerOf(folder: string): Promise<SystemUser | undefined> {
  const { uid, gid } = await stat(folder).catch(() => ({ uid: 0, gid: 0 }));
  return uid === 0 ? undefined : { uid, gid };
}

async function readLocation(dataDir: string): Promise<string | undefined> {
  const text = await readFile(path.join(dataDir, 'postgres-location'), 'utf8').catch(() => '');
  return text.trim() || undefined;
}

/** Never takes up a folder that is already there: it may hold the data of a data folder that somebody put away. */
async function moveElsewhere(dataDir: string): Promise<string> {
  await mkdir(ELSEWHERE, { recursive: true, mode: 0o755 });
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
  const folder = await mkdtemp(path.join(ELSEWHERE, `${name}-`));
  await chmod(folder, 0o755);
  const draft = path.join(dataDir, `postgres-location.${process.pid}`);
  await writeFile(draft, `${folder}\n`);
  try {
    await link(draft, path.join(dataDir, 'postgres-location')); // of two first starts at once, one makes the note
    return folder;
  } catch {
    await rm(folder, { recursive: true });
    return (await readLocation(dataDir)) ?? folder;
  } finally {
    await rm(draft);
  }
}

/** A copy that PostgreSQL's user can read; one for every version of the programs. */
async function copyBinaries(binaries: Binaries, folder: string): Promise<Binaries> {
  const copy = path.join(folder, `programs-${binaries.version}`);
  const exists = await stat(copy).then(
    () => true,
    () => false,
  );
  if (!exists) {
    const draft = await mkdtemp(path.join(folder, 'programs-draft-'));
    await cp(binaries.root, draft, { recursive: true, verbatimSymlinks: true });
    await chmod(draft, 0o755);
    await rename(draft, copy).catch(() => rm(draft, { recursive: true })); // another start was faster
  }
  return binariesIn(copy, binaries.version);
}
