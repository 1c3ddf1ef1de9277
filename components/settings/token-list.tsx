'use client';
import { useState } from 'react';
import { ConfirmDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { RelativeTime } from '@/components/ui/relative-time';
import { Table, Th } from '@/components/ui/table';
import { useRequest } from './use-request';

export type TokenRow = { id: string; name: string; last4: string; createdAt: string };

type TokenListProps = { tokens: TokenRow[]; now: string; timeZone: string };

export function TokenList({ tokens, now, timeZone }: TokenListProps) {
  const [asked, setAsked] = useState<TokenRow | null>(null);
  const { send, pending } = useRequest('The API token was revoked.');

  async function revoke({ id }: TokenRow) {
    await send('DELETE', `/api/tokens/${id}`);
    setAsked(null);
  }

  if (tokens.length === 0) return <p className="text-muted-foreground text-sm">There is no API token.</p>;
  return (
    <>
      <Table label="API tokens">
        <thead>
          <tr>
            <Th>Name</Th>
            <Th>Token</Th>
            <Th>Created</Th>
            <Th>
              <span className="sr-only">Actions</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {tokens.map((token) => (
            <tr key={token.id} className="group">
              <td className="font-medium">{token.name}</td>
              <td>
                <code className="font-mono text-muted-foreground text-xs">abt_…{token.last4}</code>
              </td>
              <td className="text-muted-foreground">
                <RelativeTime at={token.createdAt} now={now} timeZone={timeZone} />
              </td>
              <td className="pr-3 text-right">
                <Button variant="ghost" size="sm" aria-label={`Revoke ${token.name}`} onClick={() => setAsked(token)}>
                  Revoke
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </Table>
      {asked && (
        <ConfirmDialog
          open
          onOpenChange={() => setAsked(null)}
          title={`Revoke “${asked.name}”?`}
          description="Programs that use this token are refused from their next request on. This cannot be undone."
          confirmLabel="Revoke token"
          variant="danger"
          pending={pending}
          onConfirm={() => void revoke(asked)}
        />
      )}
    </>
  );
}
