/** Builds the application for production, unless what was built last came from the same sources. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { StartError } from '../start-error';

const FINGERPRINT = 'dist/fingerprint';
const BUILT = ['dist/server.mjs', '.next/BUILD_ID'];
const FOLDERS = ['app', 'components', 'lib', 'prisma', 'public', 'scripts'];
const GENERATED = path.join('lib', 'db', 'generated'); // from prisma/, at every npm install
const ROOT_FILES = /\.(ts|mjs|json)$/;

/** Whether the last build is missing, or older than the sources. */
export function isBuildNeeded(root: string): boolean {
  const isBuilt = [...BUILT, FINGERPRINT].every((file) => existsSync(path.join(root, file)));
  return !isBuilt || readFileSync(path.join(root, FINGERPRINT), 'utf8') !== fingerprint(root);
}

/** Called at the end of `npm run build`: what was built came from the sources as they are now. */
export function noteBuild(root: string): void {
  writeFileSync(path.join(root, FINGERPRINT), fingerprint(root));
}

/** `npm run build`, about a minute. Throws StartError with the end of what it said when it fails. */
export async function build(root: string, signal: AbortSignal): Promise<void> {
  const child = spawn('npm', ['run', 'build'], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], signal });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-5_000);
    });
  }
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new StartError(`The application could not be built. The build said:\n${output.trim()}`);
}

/** Of the contents of all files that a build reads, and of the Node that it ran on. */
function fingerprint(root: string): string {
  const hash = createHash('sha256').update(process.version);
  for (const name of sourceFiles(root)) {
    hash.update(`\0${name}\0`).update(readFileSync(path.join(root, name)));
  }
  return hash.digest('hex');
}

function sourceFiles(root: string): string[] {
  const rootFiles = readdirSync(root).filter((name) => ROOT_FILES.test(name) && !name.startsWith('next-env'));
  // Git keeps no empty folder, so one may be missing.
  const folders = FOLDERS.filter((folder) => existsSync(path.join(root, folder)));
  const inFolders = folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name))),
  );
  return [...rootFiles, ...inFolders].filter((name) => !name.startsWith(GENERATED)).sort();
}
