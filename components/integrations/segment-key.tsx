'use client';
import { Eye, EyeOff, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { ConfirmDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { callApi } from '@/components/ui/call-api';
import { CopyField } from '@/components/ui/copy-field';
import { formatDateTime } from '@/lib/format';

type KeyAnswer = { key: string; previousKeyExpiresAt: string | null };

type SegmentKeyProps = {
  /** The key in clear; null while it is masked. */
  value: string | null;
  onReveal: (key: string | null) => void;
  timeZone: string;
};

/** The API key: asked of the server only when it is to be seen, or replaced. */
export function SegmentKey({ value, onReveal, timeZone }: SegmentKeyProps) {
  const [previousKeyExpiresAt, setPreviousKeyExpiresAt] = useState<string | null>(null);
  const [pending, setPending] = useState<'reveal' | 'rotate' | null>(null);
  const [isAsking, setIsAsking] = useState(false);

  async function fetchKey(work: 'reveal' | 'rotate') {
    setPending(work);
    const answer = await callApi<KeyAnswer>(work === 'reveal' ? 'GET' : 'POST', '/api/integrations/segment/key');
    setPending(null);
    setIsAsking(false);
    if (!answer.ok) {
      toast.error(answer.message);
      return;
    }
    onReveal(answer.value.key);
    setPreviousKeyExpiresAt(answer.value.previousKeyExpiresAt);
    if (work === 'rotate') toast.success('The API key was rotated. Paste the new key into Segment.');
  }

  return (
    <div>
      <CopyField
        label="API key"
        value={value}
        mask="abm_••••••••••••"
        hint={
          previousKeyExpiresAt
            ? `The previous key goes on working until ${formatDateTime(previousKeyExpiresAt, timeZone)}.`
            : 'Whoever has this key can send events to this workspace. Keep it between you and Segment.'
        }
        actions={
          <>
            <Button
              variant="ghost"
              size="sm"
              pending={pending === 'reveal'}
              onClick={() => (value === null ? void fetchKey('reveal') : onReveal(null))}
            >
              {value === null ? <Eye aria-hidden /> : <EyeOff aria-hidden />}
              {value === null ? 'Reveal' : 'Hide'}
            </Button>
            <Button variant="ghost" size="sm" onClick={() => setIsAsking(true)}>
              <RefreshCw aria-hidden />
              Rotate
            </Button>
          </>
        }
      />
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title="Rotate the API key?"
        description="A new key is made at once. The old key goes on working for 24 hours: paste the new one into Segment before then, or its events will be refused."
        confirmLabel="Rotate key"
        pending={pending === 'rotate'}
        onConfirm={() => void fetchKey('rotate')}
      />
    </div>
  );
}
