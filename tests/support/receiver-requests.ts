/** What tests send to the webhook. */

/** The event that the cases vary: a form, submitted in a browser. */
export const EVENT = {
  type: 'track',
  event: 'Form Submitted',
  anonymousId: '240b5446-4744-4106-8fb0-dd88cd85cb9b',
  userId: null,
  properties: { form_id: 'demo' },
  context: {
    library: { name: 'analytics.js', version: 'next-1.84.3' },
    page: { url: 'https://shop.example.com/pricing', path: '/pricing', search: '', title: 'P', referrer: '' },
    userAgent:
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    ip: '203.0.113.9',
  },
  integrations: {},
  projectId: 'P0OJ3CTID1',
  channel: 'client',
  version: 2,
  originalTimestamp: '2026-11-24T02:23:50.833Z',
  sentAt: '2026-11-24T02:23:50.838Z',
  receivedAt: '2026-11-24T02:23:51.002Z',
  timestamp: '2026-11-24T02:23:50.997Z',
};

let count = 0;
/** EVENT with an id of its own and what a case changes. */
export function event(changes: Record<string, unknown> = {}): Record<string, unknown> {
  count += 1;
  return { ...EVENT, messageId: `ajs-next-1795487030833-${count}`, ...changes };
}

export const basic = (key: string) => `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
