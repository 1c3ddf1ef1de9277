/**
 * What a machine's key stands for, looked up at most once a second per key. The answer of a key that was just rotated,
 * switched or revoked is right within that second on every server, and at once on the server that changed it.
 */
import { type Db, db } from '../db/client';
import { processWide } from '../process-wide';
import { secrets } from '../secrets';

export type KeyFacts = {
  workspaceId: string;
  kind: 'segment' | 'api';
  /** Milliseconds; null while the key is the current one. */
  expiresAt: number | null;
  isSuspended: boolean;
  isActive: boolean;
  /** Whether a delivery has ever been noted; the first one is noted at once. */
  hasDelivered: boolean;
  sharedSecret: string | null;
  requestsPerSecondMax: number | null;
};

type Entry = { facts: Promise<KeyFacts | null>; readAt: number; workspaceId: string | null };

const FRESH_MS = 1_000;
const ENTRIES_MAX = 10_000;
const entries = () => processWide('key cache', () => new Map<string, Entry>());

/** `hash` is the SHA-256 of the key, lower-case hex. Null for an unknown key. Throws when the database does not answer. */
export function lookUpKey(hash: string, now: number): Promise<KeyFacts | null> {
  const known = entries().get(hash);
  if (known && now - known.readAt < FRESH_MS && now >= known.readAt) return known.facts;
  if (entries().size >= ENTRIES_MAX) entries().clear();
  const entry: Entry = { facts: readKey(db(), hash), readAt: now, workspaceId: null };
  entries().set(hash, entry);
  entry.facts.then(
    (facts) => {
      entry.workspaceId = facts?.workspaceId ?? null;
    },
    () => entries().delete(hash),
  );
  return entry.facts;
}

/** To be called after the commit of whatever changes a key, the switch, the shared secret, a limit or a suspension. */
export function forgetWorkspaceKeys(workspaceId: string): void {
  for (const [hash, entry] of entries()) {
    // An entry whose answer is still on its way may have been read before the change.
    if (entry.workspaceId === workspaceId || entry.workspaceId === null) entries().delete(hash);
  }
}

async function readKey(database: Db, hash: string): Promise<KeyFacts | null> {
  const key = await database.key.findUnique({ where: { hash }, include: { workspace: true } });
  if (!key) return null;
  const integration = await database.integration.findUnique({
    where: { workspaceId_kind: { workspaceId: key.workspaceId, kind: 'segment' } },
  });
  const limit = (integration?.settings as { requestsPerSecondMax?: unknown } | undefined)?.requestsPerSecondMax;
  return {
    workspaceId: key.workspaceId,
    kind: key.kind === 'segment' ? 'segment' : 'api',
    expiresAt: key.expiresAt?.getTime() ?? null,
    isSuspended: key.workspace.suspendedAt !== null,
    isActive: integration?.isActive ?? false,
    hasDelivered: integration?.firstDeliveryAt != null,
    sharedSecret: integration?.sharedSecret ? secrets().decrypt(integration.sharedSecret) : null,
    requestsPerSecondMax: typeof limit === 'number' ? limit : null,
  };
}
