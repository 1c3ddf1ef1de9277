/** Who asks. */
import type { NextRequest } from 'next/server';
import { readSessionCookie } from '../accounts/session-cookie';
import { readSession, type SignedIn } from '../accounts/sessions';
import type { DbClient } from '../db/client';
import { env } from '../env';
import { AppError } from '../errors';
import { isOwnOrigin, requestOrigin } from '../origin';
import { findApiToken } from '../workspaces/api-tokens';
import { hasRole, type Role } from '../workspaces/roles';

/** Somebody who acts in a workspace: a person at a browser, or a program with an API token. */
export type Actor = {
  workspaceId: string;
  role: Role;
  /** For the audit log: the person's email, or "api token ‹name›". */
  label: string;
  /** Null for an API token. */
  userId: string | null;
  sessionId: string | null;
};

/** A signed-in person, whichever workspace they look at. */
export type Person = { userId: string; sessionId: string; label: string; workspaceId: string | null };

/** Who may call a route: anybody; a signed-in person; or whoever has at least this role in the workspace. */
export type Access = 'public' | 'signed-in' | Role;

export type ActorOf<A extends Access> = A extends 'public' ? null : A extends 'signed-in' ? Person : Actor;

type Find<A extends Access> = (db: DbClient, request: NextRequest, now: Date) => Promise<ActorOf<A>>;

/** Who asks, by the access that a route declares. Refuses with unauthenticated or forbidden, in words. */
export const findActor: { [A in Access]: Find<A> } = {
  public: async () => null,
  'signed-in': findPerson,
  member: (db, request, now) => findMember(db, request, now, 'member'),
  admin: (db, request, now) => findMember(db, request, now, 'admin'),
  owner: (db, request, now) => findMember(db, request, now, 'owner'),
};

/** An API token acts as an admin of its workspace. */
async function findMember(db: DbClient, request: NextRequest, now: Date, atLeast: Role): Promise<Actor> {
  const actor = (await tokenActor(db, request, now)) ?? memberActor(await signedIn(db, request, now));
  if (hasRole(actor.role, atLeast)) return actor;
  const who = actor.userId ? `Your role here is ${actor.role}` : 'An API token acts as an admin';
  throw new AppError('forbidden', `${who}; this needs the role ${atLeast}. Ask an owner of the workspace.`);
}

/** For what concerns a person and no workspace, so that no API token will do. */
async function findPerson(db: DbClient, request: NextRequest, now: Date): Promise<Person> {
  if (bearerToken(request)) throw new AppError('forbidden', 'An API token cannot do this: sign in.');
  const { userId, sessionId, email, membership } = await signedIn(db, request, now);
  return { userId, sessionId, label: email, workspaceId: membership?.workspaceId ?? null };
}

async function tokenActor(db: DbClient, request: NextRequest, now: Date): Promise<Actor | null> {
  const token = bearerToken(request);
  if (token === null) return null;
  const found = await findApiToken(db, token, now);
  if (!found) throw new AppError('unauthenticated', 'Invalid API token. Copy it again, or create one in Settings.');
  return {
    workspaceId: found.workspaceId,
    role: 'admin',
    label: `api token ‹${found.name}›`,
    userId: null,
    sessionId: null,
  };
}

function bearerToken(request: Request): string | null {
  const [, token] = /^bearer\s+(\S+)\s*$/i.exec(request.headers.get('authorization') ?? '') ?? [];
  return token ?? null;
}

async function signedIn(db: DbClient, request: NextRequest, now: Date): Promise<SignedIn> {
  const sessionId = await readSessionCookie(request.cookies, requestOrigin(request.headers, env().appUrl));
  const found = sessionId && (await readSession(db, sessionId, now));
  if (!found) throw new AppError('unauthenticated', 'You are signed out. Sign in and try again.');
  requireOwnOrigin(request);
  return found;
}

/** A page of another site can make the browser send our cookie with its own request, but not a false Origin. */
function requireOwnOrigin(request: Request): void {
  if (request.method === 'GET' || request.method === 'HEAD' || isOwnOrigin(request.headers, env().appUrl)) return;
  throw new AppError(
    'forbidden',
    'This request does not come from a page of this application. If it does, set APP_URL to the address in the browser.',
  );
}

function memberActor({ membership, email, userId, sessionId }: SignedIn): Actor {
  if (!membership) throw new AppError('forbidden', 'You do not belong to a workspace. Ask an owner of one to add you.');
  return { ...membership, label: email, userId, sessionId };
}
