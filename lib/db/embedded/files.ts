/** Small questions about files, and what a refusal of the file system means to the user. */
import { access, open, stat } from 'node:fs/promises';

export function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

/** The user whose file it is, unless that is root or there is no such file. */
export async function ownerOf(file: string): Promise<{ uid: number; gid: number } | undefined> {
  const { uid, gid } = await stat(file).catch(() => ({ uid: 0, gid: 0 }));
  return uid === 0 ? undefined : { uid, gid };
}

/** Makes a rename within `folder` durable. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

export function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

/** A clause and a remedy, to follow a colon. */
export function reasonOf(error: unknown): string {
  if (hasCode(error, 'EACCES', 'EPERM')) {
    return 'the user that runs the application may not write there. Give it the right to.';
  }
  if (hasCode(error, 'EEXIST', 'ENOTDIR')) return 'a part of its path is a file, not a folder. Move that file away.';
  if (hasCode(error, 'ENOSPC', 'EDQUOT')) return 'the disk is full. Make room.';
  if (hasCode(error, 'EROFS')) return 'its file system is read-only. Mount it for writing.';
  return `${error instanceof Error ? error.message : String(error)}.`;
}
