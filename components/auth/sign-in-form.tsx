'use client';
import { type FormEvent, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { signInWithPassword } from './auth-request';
import { EmailField } from './email-field';
import { PasswordField } from './password-field';

/** `next` is a path of our own, where the browser goes once it is signed in. */
export function SignInForm({ next }: { next: string }) {
  const [error, setError] = useState('');
  const [pending, setPending] = useState(false);
  const password = useRef<HTMLInputElement>(null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (pending) return;
    const fields = new FormData(event.currentTarget);
    setPending(true);
    setError('');
    const refused = await signInWithPassword(String(fields.get('email')), String(fields.get('password')));
    // A new page, so that nothing of the time before is left; the button goes on turning until it is there.
    if (refused === null) return window.location.assign(next);
    setError(refused);
    setPending(false);
    password.current?.focus();
  }

  return (
    // By POST, so that a browser that sends it before this script runs does not write the password into the address.
    <form method="post" onSubmit={submit} className="grid gap-4">
      <EmailField />
      <PasswordField
        label="Password"
        name="password"
        autoComplete="current-password"
        required
        ref={password}
        error={error}
      />
      <Button type="submit" variant="primary" className="mt-1 h-9 w-full" pending={pending}>
        Sign in
      </Button>
    </form>
  );
}
