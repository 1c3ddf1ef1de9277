import type { Metadata } from 'next';
import Link from 'next/link';
import { buttonStyles } from '@/components/ui/button';
import { PageMessage } from '@/components/ui/page-message';

export const metadata: Metadata = { title: 'Page not found' };

export default function NotFound() {
  return (
    <main>
      <PageMessage
        code="404"
        title="There is no page at this address"
        actions={
          <Link href="/" className={buttonStyles({ variant: 'primary' })}>
            Go to Home
          </Link>
        }
      >
        It may have been moved, or the address has a typing mistake.
      </PageMessage>
    </main>
  );
}
