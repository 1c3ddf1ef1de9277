'use client';
import { useRouter } from 'next/navigation';
import { useEffect, useTransition } from 'react';
import { callApi } from '@/components/ui/call-api';

const EVERY_MS = 800;

/**
 * Keeps a page true while it is looked at: asks about every second for the version of what it shows, and reads the page anew when
 * that has changed. Asks nothing while the tab is in the background, and at once when it comes back.
 */
export function LiveRefresh({ version }: { version: string }) {
  const router = useRouter();
  const [isRefreshing, startTransition] = useTransition();

  useEffect(() => {
    if (isRefreshing) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;

    async function ask() {
      clearTimeout(timer);
      if (document.visibilityState === 'hidden') return;
      const answer = await callApi<{ version: string }>('GET', '/api/goals/version');
      if (isOver) return;
      // Signed out elsewhere: the page, read anew, leads to the sign-in page.
      const isStale = answer.ok ? answer.value.version !== version : answer.status === 401;
      clearTimeout(timer); // another answer may have been on its way
      if (isStale) startTransition(() => router.refresh());
      else timer = setTimeout(ask, EVERY_MS);
    }

    timer = setTimeout(ask, EVERY_MS);
    document.addEventListener('visibilitychange', ask);
    return () => {
      isOver = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', ask);
    };
  }, [router, version, isRefreshing]);

  return null;
}
