'use client';
import type { FormEvent } from 'react';
import { PasswordField } from '@/components/auth/password-field';
import { Button } from '@/components/ui/button';
import { useRequest } from './use-request';

/** `hasPassword` is false for a person who has only ever signed in through a provider. */
export function PasswordForm({ email, hasPassword }: { email: string; hasPassword: boolean }) {
  const { send, pending, errors } = useRequest('The password was changed. Every other device is signed out.');

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const answer = await send('POST', '/api/account/password', Object.fromEntries(new FormData(form)));
    if (answer.ok) form.reset();
  }

  return (
    <form onSubmit={submit} className="grid max-w-md gap-4">
      {/* Tells password managers whose password this is. Has no name, so it is not sent. */}
      <input type="email" autoComplete="username" value={email} readOnly hidden />
      {hasPassword && (
        <PasswordField
          label="Current password"
          name="currentPassword"
          autoComplete="current-password"
          required
          error={errors.currentPassword}
        />
      )}
      <PasswordField
        label="New password"
        name="newPassword"
        autoComplete="new-password"
        required
        hint="At least 10 characters; a few words are good. Every other device is signed out."
        error={errors.newPassword}
      />
      <Button type="submit" className="justify-self-start" pending={pending}>
        {hasPassword ? 'Change password' : 'Set password'}
      </Button>
    </form>
  );
}
