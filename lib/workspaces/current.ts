import 'server-only';
import { cookies, headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { readSessionCookie } from '../accounts/session-cookie';
import { readSession, type SignedIn } from '../accounts/sessions';
import { db } from '../db/client';
import { env } from '../env';
import { PATH_HEADER, requestOrigin } from '../origin';
import type { Role } from './roles';

export type Current = {
  userId: string;
  email: string;
  sessionId: string;
  role: Role;
  workspace: { id: string; name: string; timeZone: string; siteKey: string; domain: string | null };
};

/**
 * The signed-in person and the workspace that they look at, for server components. Sends everybody else to the sign-in
 * page, and from there back. Asked once per request, however many components want to know; every page has to ask, because
 * a layout is not rendered again when the page inside of it changes.
 */
export const requireMember = cache(async (): Promise<Current> => {
  const signedIn = await currentPerson();
  if (!signedIn) redirect(`/sign-in?next=${encodeURIComponent((await headers()).get(PATH_HEADER) ?? '/')}`);
  const { membership, ...person } = signedIn;
  if (!membership) redirect('/sign-in?error=NoWorkspace');
  const workspace = await db().workspace.findUniqueOrThrow({
    where: { id: membership.workspaceId },
    select: { id: true, name: true, timeZone: true, siteKey: true, domain: true },
  });
  return { ...person, role: membership.role, workspace };
});

/** Who is signed in in this browser, or null: for pages that are there for everybody. */
export const currentPerson = cache(async (): Promise<SignedIn | null> => {
  const origin = requestOrigin(await headers(), env().appUrl);
  const sessionId = await readSessionCookie(await cookies(), origin);
  return sessionId === null ? null : await readSession(db(), sessionId, new Date());
});
