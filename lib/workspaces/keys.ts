/**
 * The keys of a workspace. The Segment key is shown again whenever the Settings dialog opens, so it is kept encrypted; an
 * API token is shown once, so only its digest is kept. Both are found by their SHA-256.
 */
import { hash, randomInt } from 'node:crypto';
import type { Db, DbClient, Tx } from '../db/client';
import { AppError } from '../errors';
import { forgetWorkspaceKeys } from '../integrations/key-cache';
import { secrets } from '../secrets';
import { recordAudit } from './audit';
import { lockWorkspace } from './lock-workspace';

const PREFIXES = { segment: 'abm_', api: 'abt_', site: 'abs_' } as const;
export type KeyKind = keyof typeof PREFIXES;

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const RANDOM_CHARACTERS = 32; // 190 bits
const PREVIOUS_KEY_VALID_MS = 24 * 60 * 60 * 1000;

/** A new random key: the prefix of its kind and 32 letters and digits. */
export function generateKey(kind: KeyKind): string {
  return (
    PREFIXES[kind] + Array.from({ length: RANDOM_CHARACTERS }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
  );
}

/** SHA-256 in lower-case hex. Keys are long and random, so a plain digest cannot be searched backwards. */
export function hashKey(key: string): string {
  return hash('sha256', key, 'hex');
}

/** Makes the workspace's current Segment key. The schema allows one; the caller has let its predecessor expire. */
export async function insertSegmentKey(tx: Tx, workspaceId: string, now: Date): Promise<string> {
  const key = generateKey('segment');
  await tx.key.create({
    data: {
      workspaceId,
      kind: 'segment',
      hash: hashKey(key),
      encrypted: secrets().encrypt(key),
      last4: key.slice(-4),
      createdAt: now,
    },
  });
  return key;
}

/**
 * Replaces the Segment key. The old one goes on working for 24 hours, so that Segment can be given the new one in peace.
 * Two rotations at once take turns on the workspace's row; the later one's key is the current one.
 */
export async function rotateSegmentKey(
  db: DbClient,
  { workspaceId, actor, now }: { workspaceId: string; actor: string; now: Date },
): Promise<{ key: string; previousKeyExpiresAt: Date }> {
  const previousKeyExpiresAt = new Date(now.getTime() + PREVIOUS_KEY_VALID_MS);
  const key = await db.$transaction(async (tx) => {
    await lockWorkspace(tx, workspaceId);
    await tx.key.updateMany({
      where: { workspaceId, kind: 'segment', expiresAt: null },
      data: { expiresAt: previousKeyExpiresAt },
    });
    await recordAudit(tx, { workspaceId, actor, action: 'key.rotated', subject: 'Segment', now });
    return await insertSegmentKey(tx, workspaceId, now);
  });
  forgetWorkspaceKeys(workspaceId);
  return { key, previousKeyExpiresAt };
}

export type RevealedKey = {
  key: string;
  createdAt: Date;
  /** Until when the key before this one still works; null when none does. */
  previousKeyExpiresAt: Date | null;
};

/** The current Segment key in clear. For owners and admins only: the route or page that calls this has asked for the role. */
export async function revealSegmentKey(db: Db, workspaceId: string, now: Date): Promise<RevealedKey> {
  const keys = await db.key.findMany({
    where: { workspaceId, kind: 'segment', OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
    orderBy: { expiresAt: { sort: 'desc', nulls: 'first' } },
    take: 2,
  });
  const [current, previous] = keys;
  if (!current?.encrypted) throw new AppError('not_found', 'This workspace has no Segment key.');
  return {
    key: secrets().decrypt(current.encrypted),
    createdAt: current.createdAt,
    previousKeyExpiresAt: previous?.expiresAt ?? null,
  };
}
