'use client';
import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { callApi } from '@/components/ui/call-api';
import { Field } from '@/components/ui/field';
import { fieldErrors } from '@/components/ui/field-errors';
import { Notice } from '@/components/ui/notice';
import { signInWithPassword } from './auth-request';
import { EmailField } from './email-field';
import { PasswordField } from './password-field';

/** `next` is a path of our own, where the browser goes once the account is made. */
export function SignUpForm({ next }: { next: string }) {
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [failure, setFailure] = useState('');
  const [pending, setPending] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (pending) return;
    const form = event.currentTarget;
    const fields = new FormData(form);
    const [email, password] = [String(fields.get('email')), String(fields.get('password'))];
    const workspaceName = String(fields.get('workspaceName')).trim() || undefined;
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
    setPending(true);
    setErrors({});
    setFailure('');
    const answer = await callApi('POST', '/api/sign-up', { email, password, workspaceName, timeZone });
    const refused = answer.ok ? await signInWithPassword(email, password) : answer.message;
    if (refused === null) return window.location.assign(next);
    const invalid = answer.ok ? {} : fieldErrors(answer.detail);
    setErrors(invalid);
    setFailure(Object.keys(invalid).length > 0 ? '' : refused);
    setPending(false);
    const first = form.elements.namedItem(Object.keys(invalid)[0] ?? '');
    if (first instanceof HTMLElement) first.focus();
  }

  return (
    // By POST, so that a browser that sends it before this script runs does not write the password into the address.
    <form method="post" onSubmit={submit} className="grid gap-4">
      <EmailField error={errors.email} />
      <PasswordField
        label="Password"
        name="password"
        autoComplete="new-password"
        required
        hint="At least 10 characters; a few words are good."
        error={errors.password}
      />
      <Field
        label="Workspace"
        name="workspaceName"
        autoComplete="organization"
        maxLength={100}
        aside="Optional"
        hint="Your company or site. Left empty, it is named after your email."
        error={errors.workspaceName}
      />
      <div role="alert" className="empty:hidden">
        {failure && <Notice tone="danger">{failure}</Notice>}
      </div>
      <Button type="submit" variant="primary" className="mt-1 h-9 w-full" pending={pending}>
        Create account
      </Button>
    </form>
  );
}
