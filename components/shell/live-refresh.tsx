'use client';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useTransition } from 'react';
import { callApi } from '@/components/ui/call-api';

const EVERY_MS = 1_000;

/**
 * Keeps a page true while it is looked at: asks every second for the version of what it shows, and reads the page anew when
 * that has changed. Asks nothing while the tab is in the background, and at once when it comes back.
 */
export function LiveRefresh({ version }: { version: string }) {
  const router = useRouter();
  const [isRefreshing, startTransition] = useTransition();
  const state = useRef({ version, isRefreshing });
  state.current = { version, isRefreshing };

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;

    async function ask() {
      clearTimeout(timer);
      if (document.visibilityState === 'visible' && !state.current.isRefreshing) {
        const answer = await callApi<{ version: string }>('GET', '/api/goals/version');
        const isNew = answer.ok && answer.value.version !== state.current.version;
        if (isNew && !isOver) startTransition(() => router.refresh());
      }
      if (!isOver) timer = setTimeout(ask, EVERY_MS);
    }

    function onVisibilityChange() {
      if (document.visibilityState === 'visible') void ask();
    }

    timer = setTimeout(ask, EVERY_MS);
    document.addEventListener('visibilitychange', onVisibilityChange);
    return () => {
      isOver = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisibilityChange);
    };
  }, [router]);

  return null;
}
