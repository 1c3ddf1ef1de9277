'use client';
import { Send } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { type ApiAnswer, callApi } from '@/components/ui/call-api';
import { Notice } from '@/components/ui/notice';

type TestResult = { status: number; message: string; tookMs: number };

/** Sends an event through the same door as Segment, and says in words what became of it. It counts for nothing. */
export function SegmentTest() {
  const [isSending, setIsSending] = useState(false);
  const [answer, setAnswer] = useState<ApiAnswer<TestResult> | null>(null);

  async function send() {
    setIsSending(true);
    setAnswer(await callApi<TestResult>('POST', '/api/integrations/segment/test-event'));
    setIsSending(false);
  }

  return (
    <section aria-labelledby="segment-test" className="grid gap-2">
      <div className="flex flex-wrap items-center justify-between gap-3 sm:flex-nowrap">
        <div>
          <h3 id="segment-test" className="font-medium text-sm">
            Test
          </h3>
          <p className="text-muted-foreground text-sm">
            Send one event the way Segment does. It is checked like any other, and counts for nothing.
          </p>
        </div>
        <Button pending={isSending} onClick={() => void send()}>
          <Send aria-hidden />
          Send test event
        </Button>
      </div>
      <div role="status" className="empty:hidden">
        {answer && (
          <Notice tone={answer.ok && answer.value.status < 300 ? 'success' : 'danger'}>
            {answer.ok ? `${answer.value.message} It took ${answer.value.tookMs} ms.` : answer.message}
          </Notice>
        )}
      </div>
    </section>
  );
}
