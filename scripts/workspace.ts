/**
 * `npm run workspace`: creates a workspace, and its owner when there is no such account yet. Works beside a running server
 * and without one.
 *
 *     npm run --silent workspace -- --name "My shop" --email ada@example.com --password "correct horse" --json
 *
 * With --json nothing but one line of JSON goes to standard output (npm itself writes there unless it is --silent).
 */
import { parseArgs } from 'node:util';
import { AddWorkspace, addWorkspace } from '../lib/accounts/add-workspace';
import { reasonFor } from '../lib/api/invalid-input';
import { boot, shutdown } from '../lib/boot';
import { db } from '../lib/db/client';
import { isAppError } from '../lib/errors';
import { logToStandardError } from '../lib/log';
import { describeFailure } from '../lib/start-error';
import type { CreatedWorkspace } from '../lib/workspaces/create-workspace';

const USAGE =
  'Usage: npm run workspace -- --name NAME --email EMAIL --password PASSWORD [--active] [--json]\n' +
  '  --password  of the account with this email, or for a new one: 10 to 200 characters\n' +
  '  --active    switches the Segment integration on\n' +
  '  --json      prints { workspaceId, segmentApiKey, siteKey, apiToken } and nothing else';

type Arguments = AddWorkspace & { active: boolean; json: boolean };

/** The arguments, or what is wrong with them. */
function readArguments(): Arguments | { wrong: string } {
  try {
    const text = { type: 'string' } as const;
    const flag = { type: 'boolean', default: false } as const;
    const { values } = parseArgs({ options: { name: text, email: text, password: text, active: flag, json: flag } });
    const { active, json, ...workspace } = values;
    const parsed = AddWorkspace.safeParse(workspace, { error: reasonFor });
    if (parsed.success) return { ...parsed.data, active, json };
    return { wrong: parsed.error.issues.map(({ path, message }) => `--${path.join('.')} ${message}.`).join('\n') };
  } catch (error) {
    return { wrong: error instanceof Error ? error.message : String(error) };
  }
}

async function main(): Promise<void> {
  const args = readArguments();
  if ('wrong' in args) {
    process.stderr.write(`${args.wrong}\n${USAGE}\n`);
    process.exitCode = 2;
    return;
  }
  logToStandardError();
  try {
    await boot('command');
    const activeIntegration = args.active ? 'segment' : undefined;
    const created = await addWorkspace(db(), { ...args, activeIntegration, now: new Date() });
    process.stdout.write(args.json ? `${JSON.stringify(created)}\n` : inWords(args, created));
  } finally {
    await shutdown();
  }
}

function inWords({ name, email }: Arguments, created: CreatedWorkspace): string {
  return [
    `Workspace "${name}" is ready. Sign in as ${email}.`,
    '',
    `  Segment API key  ${created.segmentApiKey}`,
    `  Site key         ${created.siteKey}`,
    `  API token        ${created.apiToken}   (shown this once)`,
    `  Workspace id     ${created.workspaceId}`,
    '',
  ].join('\n');
}

main().catch((error: unknown) => {
  process.stderr.write(`${isAppError(error) ? error.message : describeFailure(error)}\n`);
  process.exitCode = 1;
});
