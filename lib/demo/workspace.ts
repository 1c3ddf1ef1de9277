/** The demo's workspace: made once, remembered in the data folder with what is needed to send to it and to sign in. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { environmentWith } from '../env';
import { StartError } from '../start-error';

const run = promisify(execFile);

const CreatedWorkspace = z.object({
  workspaceId: z.string(),
  segmentApiKey: z.string(),
  siteKey: z.string(),
  apiToken: z.string(),
});
export type CreatedWorkspace = z.infer<typeof CreatedWorkspace>;

const DemoWorkspace = CreatedWorkspace.extend({
  email: z.string(),
  password: z.string(),
  createdAt: z.iso.datetime(),
  /** Whether the history of the last 60 days has arrived. */
  hasHistory: z.boolean(),
});
export type DemoWorkspace = z.infer<typeof DemoWorkspace>;

const SIGN_IN = { email: 'demo@example.com', password: 'upright-desks' };

const memoryOf = (dataDir: string) => path.join(dataDir, 'demo.json');

/** Undefined before the first demo. Throws StartError when the file is damaged. */
export function recallWorkspace(dataDir: string): DemoWorkspace | undefined {
  const file = memoryOf(dataDir);
  if (!existsSync(file)) return undefined;
  try {
    return DemoWorkspace.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new StartError(`${file} cannot be read. Remove it, and the demo makes itself a new workspace.`);
  }
}

/** Readable by its owner alone: it holds keys. */
export async function rememberWorkspace(dataDir: string, workspace: DemoWorkspace): Promise<void> {
  const file = memoryOf(dataDir);
  await writeFile(`${file}.new`, `${JSON.stringify(workspace, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

/** Creates the workspace and its owner beside the running server. Throws StartError with the command's own words. */
export async function createDemoWorkspace(now: Date): Promise<DemoWorkspace> {
  const created = await runWorkspaceCommand({ name: 'Upright (demo)', ...SIGN_IN }, {});
  return { ...created, ...SIGN_IN, createdAt: now.toISOString(), hasHistory: false };
}

/** `npm run workspace`, in an environment with `variables`. */
export async function runWorkspaceCommand(
  { name, email, password }: { name: string; email: string; password: string },
  variables: Record<string, string | undefined>,
): Promise<CreatedWorkspace> {
  const parameters = ['--name', name, '--email', email, '--password', password, '--json'];
  try {
    const { stdout } = await run(process.execPath, ['--import', 'tsx', 'scripts/workspace.ts', ...parameters], {
      env: environmentWith(variables),
    });
    return CreatedWorkspace.parse(JSON.parse(stdout));
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);
    throw new StartError(`The workspace could not be created. ${said}`);
  }
}
