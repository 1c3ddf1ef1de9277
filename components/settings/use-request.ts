'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from 'sonner';
import { type ApiAnswer, callApi } from '@/components/ui/call-api';
import { fieldErrors } from '@/components/ui/field-errors';

type Method = 'POST' | 'PATCH' | 'DELETE';

/**
 * One kind of change: sends it, shows the page anew when it worked, and otherwise knows what was wrong with which field.
 * What concerns no field is shown as a message of its own.
 */
export function useRequest<T = unknown>(done?: string) {
  const router = useRouter();
  const [pending, setPending] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});

  async function send(method: Method, path: string, body?: unknown): Promise<ApiAnswer<T>> {
    setPending(true);
    setErrors({});
    const answer = await callApi<T>(method, path, body);
    setPending(false);
    if (answer.ok) {
      if (done) toast.success(done);
      router.refresh();
      return answer;
    }
    const invalid = fieldErrors(answer.detail);
    setErrors(invalid);
    if (Object.keys(invalid).length === 0) toast.error(answer.message);
    return answer;
  }

  return { send, pending, errors };
}
