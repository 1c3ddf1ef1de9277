'use client';
import { useState } from 'react';
import { toast } from 'sonner';
import { postToAuth } from '@/components/auth/auth-request';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';

export type SignInMethod = { id: string; name: string; isConnected: boolean };

/** Providers through which this person can sign in, or could. */
export function SignInMethods({ methods }: { methods: SignInMethod[] }) {
  const [pending, setPending] = useState('');

  async function connect(id: string) {
    setPending(id);
    const answer = await postToAuth(`signin/${id}`, { callbackUrl: '/settings' });
    if ('url' in answer) return window.location.assign(answer.url);
    setPending('');
    toast.error(answer.refused);
  }

  return (
    <ul className="grid max-w-md gap-2">
      {methods.map(({ id, name, isConnected }) => (
        <li key={id} className="flex items-center justify-between gap-4 text-sm">
          {name}
          {isConnected ? (
            <Badge tone="success">Connected</Badge>
          ) : (
            <Button size="sm" pending={pending === id} aria-label={`Connect ${name}`} onClick={() => void connect(id)}>
              Connect
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
