/** API tokens: what a program shows to act as an admin of one workspace. Shown once; only the digest is kept. */
import { z } from 'zod';
import type { Db, DbClient, Tx } from '../db/client';
import { AppError } from '../errors';
import { recordAudit } from './audit';
import { generateKey, hashKey } from './keys';

export const TokenName = z.string().trim().min(1, 'must not be empty').max(100, 'must have at most 100 characters');

export type ApiToken = {
  /** The digest; good for naming the token, useless for signing in. */
  id: string;
  name: string;
  last4: string;
  createdAt: Date;
};

type NewToken = { workspaceId: string; name: string; actor: string; now: Date };

/** Answers the token in clear, the only time that it is known. */
export async function insertApiToken(tx: Tx, { workspaceId, name, actor, now }: NewToken): Promise<string> {
  const token = generateKey('api');
  await tx.key.create({
    data: { workspaceId, kind: 'api', name, hash: hashKey(token), last4: token.slice(-4), createdAt: now },
  });
  await recordAudit(tx, { workspaceId, actor, action: 'token.created', subject: name, now });
  return token;
}

export async function createApiToken(db: DbClient, token: NewToken): Promise<string> {
  return await db.$transaction((tx) => insertApiToken(tx, token));
}

/** Newest first. */
export async function listApiTokens(db: Db, workspaceId: string): Promise<ApiToken[]> {
  const keys = await db.key.findMany({
    where: { workspaceId, kind: 'api', expiresAt: null },
    orderBy: [{ createdAt: 'desc' }, { hash: 'asc' }],
  });
  return keys.map(({ hash, name, last4, createdAt }) => ({ id: hash, name, last4, createdAt }));
}

/** Deletes the token: programs that use it are refused from their next request on. */
export async function revokeApiToken(
  db: DbClient,
  { workspaceId, id, actor, now }: { workspaceId: string; id: string; actor: string; now: Date },
): Promise<void> {
  await db.$transaction(async (tx) => {
    const where = { workspaceId, kind: 'api', hash: id };
    const token = await tx.key.findFirst({ where, select: { name: true } });
    const { count } = await tx.key.deleteMany({ where });
    if (!token || count === 0) throw new AppError('not_found', 'There is no such API token.');
    await recordAudit(tx, { workspaceId, actor, action: 'token.revoked', subject: token.name, now });
  });
}

/** Whose token this is, or null when it is nobody's. */
export async function findApiToken(
  db: Db,
  token: string,
  now: Date,
): Promise<{ workspaceId: string; name: string } | null> {
  return await db.key.findFirst({
    where: { hash: hashKey(token), kind: 'api', OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
    select: { workspaceId: true, name: true },
  });
}
