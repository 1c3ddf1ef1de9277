'use client';
import { useSyncExternalStore } from 'react';
import { formatDateTime, formatRelative } from '@/lib/format';

/** One clock for all: ticks every 15 seconds while anything on the page shows a relative time. */
function subscribe(onTick: () => void): () => void {
  const timer = setInterval(onTick, 15_000);
  return () => clearInterval(timer);
}
const currentTick = () => Math.floor(Date.now() / 15_000) * 15_000;

type RelativeTimeProps = {
  /** ISO instant. */
  at: string;
  /** The server's clock at the time of rendering, ISO. Server and browser first write the same words from it. */
  now: string;
  timeZone: string;
};

/** "5 minutes ago", growing older by itself; hovering shows the exact time. */
export function RelativeTime({ at, now, timeZone }: RelativeTimeProps) {
  const tick = useSyncExternalStore(subscribe, currentTick, () => 0);
  const latest = Math.max(tick, new Date(now).getTime());
  return (
    // A browser's names of time zones can differ from the server's: what the server wrote stays until the next tick.
    <time dateTime={at} title={formatDateTime(at, timeZone)} className="whitespace-nowrap" suppressHydrationWarning>
      {formatRelative(at, latest)}
    </time>
  );
}
