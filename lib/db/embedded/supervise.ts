/**
 * Keeps PostgreSQL running for as long as this process uses it. The end of the session is the sign that it went away:
 *
 *     session ends -> wait (longer after every failure) -> start it, or join where it runs by now -> back
 *                     ^----------------------------------- failed
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { log } from '../../log';
import type { Place } from './place';
import { findPostmaster, type Settings, stopPostmaster } from './postmaster';
import { boundLog } from './server-log';
import { leave, openSession, type Session } from './session';

export type EmbeddedDatabase = {
  /** For any PostgreSQL client. Holds the password. Stays the same while this process runs. */
  url: string;
  /** Leaves the database, and stops it unless another process uses it. A second call changes nothing. */
  stop(): Promise<void>;
};

export type Supervision = { settings?: Settings; onBack?: (session: Session) => Promise<void> };

const BACK_OFF_MS = [0, 200, 1_000, 5_000, 10_000];
/** One that lived for so long did not fail to start. */
const LIVED_MS = 60_000;
const LOG_CHECK_MS = 10 * 60_000;

/** Brings PostgreSQL back at the same address whenever `first`, or a session after it, ends before stop(). */
export function supervise(place: Place, first: Session, { settings, onBack }: Supervision): EmbeddedDatabase {
  const stopping = new AbortController();
  const { signal } = stopping;
  let session = first;
  let failures = 0; // and quick deaths, in a row
  let recovery: Promise<void> | undefined;
  const logCheck = setInterval(() => void boundLog(place).catch(() => undefined), LOG_CHECK_MS).unref();

  const watch = (): void => {
    const since = Date.now();
    void session.ended.then(() => {
      if (Date.now() - since > LIVED_MS) failures = 0;
      if (!signal.aborted) recovery = recover();
    });
  };
  const recover = async (): Promise<void> => {
    let isOver = false;
    while (!isOver) isOver = await tryRecover();
    if (!signal.aborted) watch();
  };
  const tryRecover = async (): Promise<boolean> => {
    const waitMs = BACK_OFF_MS[Math.min(failures, BACK_OFF_MS.length - 1)];
    failures += 1;
    log().warn({ waitMs }, 'the database went away and is brought back');
    try {
      await sleep(waitMs, undefined, { signal });
      session = await openSession(place, { settings, port: first.port, signal });
      await onBack?.(session);
      log().info('the database is back');
      return true;
    } catch (error) {
      if (signal.aborted) return true;
      log().error({ reason: error instanceof Error ? error.message : error }, 'the database could not be brought back');
      return false;
    }
  };
  watch();

  const stop = async (): Promise<void> => {
    if (signal.aborted) return;
    stopping.abort();
    clearInterval(logCheck);
    await recovery;
    await close(session, place);
  };
  return { url: first.url, stop };
}

/** Leaves, and stops PostgreSQL unless another process uses it. */
export async function close({ client }: Session, place: Place): Promise<void> {
  const isLast = await leave(client).catch(() => true); // without a connection, it has died or is about to
  const running = isLast ? await findPostmaster(place) : undefined;
  const isGone = running === undefined || (await stopPostmaster(running));
  if (!isGone) log().warn('the database is still writing, and ends when it is done');
  await client.end().catch(() => undefined);
}
