'use client';
import { Send } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { type ApiAnswer, callApi } from '@/components/ui/call-api';
import { Notice } from '@/components/ui/notice';

type TestResult = { message: string };

/** Sends an event through the same door as Segment, and says in words what became of it. */
export function SegmentTest() {
  const router = useRouter();
  const [isSending, setIsSending] = useState(false);
  const [answer, setAnswer] = useState<ApiAnswer<TestResult> | null>(null);

  async function send() {
    setIsSending(true);
    setAnswer(await callApi<TestResult>('POST', '/api/integrations/segment/test'));
    setIsSending(false);
    router.refresh();
  }

  return (
    <section aria-labelledby="segment-test" className="grid gap-2">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div>
          <h3 id="segment-test" className="font-medium text-sm">
            Test
          </h3>
          <p className="text-muted-foreground text-sm">
            Send one event the way Segment does, and see what became of it.
          </p>
        </div>
        <Button pending={isSending} onClick={() => void send()}>
          <Send aria-hidden />
          Send test event
        </Button>
      </div>
      <div role="status" className="empty:hidden">
        {answer?.ok && <Notice tone="success">{answer.value.message}</Notice>}
        {answer && !answer.ok && <Notice tone="danger">{answer.message}</Notice>}
      </div>
    </section>
  );
}
