'use client';
import Link from 'next/link';
import { Button, buttonStyles } from '@/components/ui/button';
import { PageMessage } from '@/components/ui/page-message';

type ErrorPageProps = { error: unknown; retry: () => void };

/** Shown when a page could not be made. The digest is the id under which the server's log has the cause. */
export default function ErrorPage({ error, retry }: ErrorPageProps) {
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
      Something went wrong on our side. Events that Segment sends in the meantime are not affected by this page.
      {digest && (
        <span className="mt-2 block">
          If it stays, quote <code className="font-mono text-foreground text-xs">{digest}</code> to support.
        </span>
      )}
    </PageMessage>
  );
}
