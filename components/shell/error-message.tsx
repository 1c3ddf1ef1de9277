'use client';
import Link from 'next/link';
import { Button, buttonStyles } from '@/components/ui/button';
import { PageMessage } from '@/components/ui/page-message';

export type ErrorMessageProps = { error: unknown; retry: () => void };

/** Says that a page could not be made. The digest is the id under which the server's log has the cause. */
export function ErrorMessage({ error, retry }: ErrorMessageProps) {
  const digest = error instanceof Error && 'digest' in error ? String(error.digest) : undefined;
  return (
    <PageMessage
      code="500"
      title="This page could not be loaded"
      actions={
        <>
          <Button variant="primary" onClick={() => retry()}>
            Try again
          </Button>
          <Link href="/" className={buttonStyles()}>
            Go to Home
          </Link>
        </>
      }
    >
      Something went wrong on our side.
      {digest && (
        <span className="mt-1 block">
          If it stays, quote <code className="font-mono text-foreground text-xs">{digest}</code> to support.
        </span>
      )}
    </PageMessage>
  );
}
