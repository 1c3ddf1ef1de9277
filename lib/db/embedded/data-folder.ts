/** The data folder, and the note in it that tells a second copy of the application where the first one is. */
import { access, constants, mkdir, readFile, realpath, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { StartError } from '../../start-error';
import { hasCode, reasonOf } from './files';
import { isAlive } from './postmaster';
import { isRoot } from './system-user';

/** Creates the folder where needed. Answers its real path, or throws StartError. */
export async function prepareDataDir(dataDir: string): Promise<string> {
  try {
    await mkdir(path.dirname(dataDir), { recursive: true });
    await makeFolder(dataDir);
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    return await realpath(dataDir);
  } catch (error) {
    throw new StartError(
      `The data folder ${dataDir} cannot be used: ${reasonOf(error)} Or set DATA_DIR to another folder.`,
    );
  }
}

async function makeFolder(dataDir: string): Promise<void> {
  try {
    // Root's database runs as another user, which passes through this folder without being able to list it.
    await mkdir(dataDir, isRoot() ? 0o711 : 0o700);
  } catch (error) {
    const isThere = hasCode(error, 'EEXIST') && (await stat(dataDir)).isDirectory();
    if (!isThere) throw error;
  }
}

const ServerNote = z.object({ pid: z.number(), address: z.string() });
const noteFile = (dataDir: string) => path.join(dataDir, 'server.json');

export async function noteServer(dataDir: string, address: string): Promise<void> {
  const draft = `${noteFile(dataDir)}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify({ pid: process.pid, address })}\n`, { mode: 0o600 });
  await rename(draft, noteFile(dataDir));
}

/** The address that the running server noted; undefined when there is no note or its process is gone. */
export async function runningServer(dataDir: string): Promise<string | undefined> {
  try {
    const note = ServerNote.parse(JSON.parse(await readFile(noteFile(dataDir), 'utf8')));
    return isAlive(note.pid) ? note.address : undefined;
  } catch {
    return undefined;
  }
}
