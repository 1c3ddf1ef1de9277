/**
 * Signed-in browsers. The cookie (lib/accounts/session-cookie.ts) only names a row here, and the row is asked at every
 * request: once it is revoked, expired or gone with its user, that browser is signed out, on every server at once.
 */
import { randomUUID } from 'node:crypto';
import { type Db, Prisma } from '../db/client';
import { AppError } from '../errors';
import type { Role } from '../workspaces/roles';
import { describeDevice } from './device';

const IDLE_MS = 30 * 24 * 60 * 60 * 1000;
const LAST_SEEN_PRECISION_MS = 5 * 60 * 1000;
/** A session ends after 30 days without use, and after 90 days however much it is used. */
export const SESSION_SECONDS_MAX = 90 * 24 * 60 * 60;

/** A person at a browser, and the workspace that this browser looks at; null for one who belongs to none. */
export type SignedIn = {
  userId: string;
  email: string;
  sessionId: string;
  membership: { workspaceId: string; role: Role } | null;
};

type SessionRow = {
  userId: string;
  email: string;
  workspaceId: string | null;
  role: Role | null;
  createdAt: Date;
  lastSeenAt: Date;
};

/** Starts a session and answers its id. `userAgent` is kept only as "Chrome on macOS". */
export async function startSession(
  db: Db,
  { userId, userAgent, now }: { userId: string; userAgent: string; now: Date },
): Promise<string> {
  const id = randomUUID();
  const times = { createdAt: now, lastSeenAt: now, expiresAt: new Date(now.getTime() + IDLE_MS) };
  await db.session.create({ data: { id, userId, device: describeDevice(userAgent), ...times } });
  return id;
}

/** Who is signed in by this session, or null. Notes every five minutes that it was used, which keeps it from expiring. */
export async function readSession(db: Db, sessionId: string, now: Date): Promise<SignedIn | null> {
  // One membership, if any: that of the chosen workspace while the user still belongs to it, else the oldest.
  const [row] = await db.$queryRaw<SessionRow[]>(Prisma.sql`
    SELECT u.id AS "userId", u.email, m.workspace_id AS "workspaceId", m.role,
      s.created_at AS "createdAt", s.last_seen_at AS "lastSeenAt"
    FROM sessions s
    JOIN users u ON u.id = s.user_id
    LEFT JOIN LATERAL (
      SELECT workspace_id, role FROM memberships
      WHERE user_id = u.id
      ORDER BY workspace_id IS NOT DISTINCT FROM s.workspace_id DESC, created_at, workspace_id
      LIMIT 1
    ) m ON true
    WHERE s.id = ${sessionId}::uuid AND s.revoked_at IS NULL AND s.expires_at > ${now}`);
  if (!row) return null;
  if (now.getTime() - row.lastSeenAt.getTime() > LAST_SEEN_PRECISION_MS) await noteUse(db, sessionId, row, now);
  const { userId, email, workspaceId, role } = row;
  return { userId, email, sessionId, membership: workspaceId && role ? { workspaceId, role } : null };
}

async function noteUse(db: Db, id: string, { createdAt }: SessionRow, now: Date): Promise<void> {
  const expiresAt = new Date(Math.min(now.getTime() + IDLE_MS, createdAt.getTime() + SESSION_SECONDS_MAX * 1000));
  await db.session.updateMany({ where: { id, revokedAt: null }, data: { lastSeenAt: now, expiresAt } });
}

export type Device = { id: string; device: string; createdAt: Date; lastSeenAt: Date };

/** The browsers in which this user is signed in, the one used last first. */
export async function listSessions(db: Db, userId: string, now: Date): Promise<Device[]> {
  return await db.session.findMany({
    where: { userId, revokedAt: null, expiresAt: { gt: now } },
    orderBy: [{ lastSeenAt: 'desc' }, { id: 'asc' }],
    select: { id: true, device: true, createdAt: true, lastSeenAt: true },
  });
}

/** Signs one browser of this user out. Refuses with not_found when it is not one of theirs, or signed out already. */
export async function revokeSession(
  db: Db,
  { userId, sessionId, now }: { userId: string; sessionId: string; now: Date },
): Promise<void> {
  const { count } = await db.session.updateMany({
    where: { id: sessionId, userId, revokedAt: null },
    data: { revokedAt: now },
  });
  if (count === 0) throw new AppError('not_found', 'That device is signed out already.');
}

/** Ends a session by its own cookie, whoever's it is. Nothing happens when it has ended already. */
export async function endSession(db: Db, sessionId: string, now: Date): Promise<void> {
  await db.session.updateMany({ where: { id: sessionId, revokedAt: null }, data: { revokedAt: now } });
}

/** Signs out every browser of this user but one. */
export async function revokeOtherSessions(
  db: Db,
  { userId, keepSessionId, now }: { userId: string; keepSessionId: string; now: Date },
): Promise<void> {
  await db.session.updateMany({
    where: { userId, id: { not: keepSessionId }, revokedAt: null },
    data: { revokedAt: now },
  });
}
