/**
 * PostgreSQL refuses to run as root. Started by root, the application runs it as the system user `postgres`, which it
 * creates where there is none.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { StartError } from '../../start-error';

const run = promisify(execFile);

export type SystemUser = { uid: number; gid: number };

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Throws StartError when there is no such user and none can be created. */
export async function databaseUser(): Promise<SystemUser> {
  return (await findUser()) ?? (await createUser());
}

async function findUser(): Promise<SystemUser | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', 'postgres']), run('id', ['-g', 'postgres'])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

async function createUser(): Promise<SystemUser> {
  try {
    await run('groupadd', ['--system', 'postgres']).catch(() => undefined); // it may be there without the user
    await run('useradd', ['--system', '--gid', 'postgres', '--no-create-home', '--shell', '/bin/false', 'postgres']);
  } catch {
    // Another first start may have created it in the meantime; what counts is whether it is there.
  }
  const user = await findUser();
  if (user) return user;
  throw new StartError(
    'PostgreSQL does not run as root, and the system user "postgres" could not be created. ' +
      'Create it (useradd --system postgres), start the application as another user, or set DATABASE_URL.',
  );
}

/** Whether `user` may enter `folder` and read `file`, counting in every folder above them. */
export async function canReach(user: SystemUser, folder: string, file: string): Promise<boolean> {
  try {
    await run('sh', ['-c', 'test -x "$1" && test -r "$2"', 'sh', folder, file], { ...user, cwd: '/' });
    return true;
  } catch {
    return false;
  }
}
