'use client';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { postToAuth } from './auth-request';

export type OAuthChoice = { id: string; name: string };

/** Ways to sign in at another provider; nothing when none is set up. */
export function OAuthButtons({ providers, next }: { providers: OAuthChoice[]; next: string }) {
  const [pending, setPending] = useState('');
  const [error, setError] = useState('');
  if (providers.length === 0) return null;

  async function goTo(id: string) {
    setPending(id);
    setError('');
    const answer = await postToAuth(`signin/${id}`, { callbackUrl: next });
    if ('url' in answer) return window.location.assign(answer.url);
    setPending('');
    setError(answer.refused);
  }

  return (
    <div className="grid gap-2">
      {providers.map(({ id, name }) => (
        <Button key={id} className="w-full" pending={pending === id} onClick={() => goTo(id)}>
          Continue with {name}
        </Button>
      ))}
      <div role="alert" className="empty:hidden">
        {error && <Notice tone="danger">{error}</Notice>}
      </div>
      <p className="flex items-center gap-3 text-muted-foreground text-xs before:h-px before:flex-1 before:bg-border after:h-px after:flex-1 after:bg-border">
        or with your email
      </p>
    </div>
  );
}
