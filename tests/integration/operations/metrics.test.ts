import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { metrics, observeFlush } from '@/lib/operations/metrics';

const TOKEN = 'a token of operators';

beforeEach(() => void vi.resetModules()); // the environment is read once for every copy of its module
afterEach(() => void vi.unstubAllEnvs());

async function read(authorization?: string): Promise<{ status: number; text: string; contentType: string | null }> {
  const { GET } = await import('@/app/api/metrics/route');
  const headers = new Headers(authorization === undefined ? [] : [['authorization', authorization]]);
  const response = await GET(new Request('http://localhost/api/metrics', { headers }));
  return { status: response.status, text: await response.text(), contentType: response.headers.get('content-type') };
}

test('the figures come in Prometheus form, those of the process with ours', async () => {
  metrics().messages.inc({ outcome: 'accepted' }, 3);
  await observeFlush(40, async () => undefined);
  const { status, text, contentType } = await read();
  expect(status).toBe(200);
  expect(contentType).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(text).toMatch(/^abmatic_messages_total\{outcome="accepted"\} 3$/m);
  expect(text).toMatch(/^abmatic_flush_rows_bucket\{le="20"\} 0$/m);
  expect(text).toMatch(/^abmatic_flush_rows_bucket\{le="50"\} 1$/m);
  expect(text).toMatch(/^abmatic_flush_seconds_count 1$/m);
  expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
});

test('they can be read while the database is away', async () => {
  const { status, text } = await read();
  expect(status).toBe(200);
  expect(text).toMatch(/^abmatic_database_up 0$/m);
  expect(text).toMatch(/^abmatic_settle_lag_seconds NaN$/im);
});

test('a flush that fails is counted, and its failure passed on', async () => {
  const before = (await metrics().flushSeconds.get()).values.find(({ metricName }) => metricName?.endsWith('_count'));
  const failing = observeFlush(1, () => Promise.reject(new Error('away')));
  await expect(failing).rejects.toThrow('away');
  const after = (await metrics().flushSeconds.get()).values.find(({ metricName }) => metricName?.endsWith('_count'));
  expect(after?.value).toBe((before?.value ?? 0) + 1);
});

test('with METRICS_TOKEN set, only who sends it reads them', async () => {
  vi.stubEnv('METRICS_TOKEN', TOKEN);
  for (const wrong of [undefined, 'Bearer', `Bearer ${TOKEN}x`, `Basic ${TOKEN}`]) {
    const { status, text } = await read(wrong);
    expect(status).toBe(401);
    expect(JSON.parse(text)).toEqual({ message: 'Send METRICS_TOKEN as a bearer token' });
  }
  expect((await read(`Bearer ${TOKEN}`)).status).toBe(200);
});
