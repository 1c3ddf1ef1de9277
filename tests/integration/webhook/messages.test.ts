/** What a message may hold, and the row it becomes. */
import { describe, expect, it } from 'vitest';
import { useReceiver } from '../../support/receiver';
import { EVENT, event } from '../../support/receiver-requests';

const receiver = useReceiver();

async function storedOf(body: Record<string, unknown>) {
  expect(await receiver.send(body)).toMatchObject({ status: 200 });
  const [row] = await receiver.stored(body.messageId ?? body.message_id);
  if (!row) throw new Error('Not stored');
  return row;
}

describe('the type of a message', () => {
  it.each(['track', 'page', 'identify', 'Track', 'TRACK', ' track '])('may be %j', async (type) => {
    expect((await storedOf(event({ type }))).type).toBe(type.trim().toLowerCase());
  });

  it.each([
    ['group', 501, '"group" is not supported'],
    ['alias', 501, '"alias" is not supported'],
    ['screen', 501, '"screen" is not supported'],
    ['Group', 501, '"group" is not supported'],
    ['foo', 501, 'This type of message is not supported'],
    ['constructor', 501, 'This type of message is not supported'],
    [undefined, 400, 'Missing type'],
    [null, 400, 'Missing type'],
    ['', 400, 'Missing type'],
    [5, 400, 'type must be a string'],
    [{}, 400, 'type must be a string'],
    [['track'], 400, 'type must be a string'],
  ])('may not be %j', async (type, status, message) => {
    expect(await receiver.send(event({ type }))).toMatchObject({ status, message });
  });
});

describe('the event of a track call', () => {
  it.each([
    ['Form Submitted ', 'Form Submitted'],
    ['  Form  Submitted', 'Form  Submitted'],
    ['Buy\u0000Now', 'BuyNow'],
    ['half \ud83d', 'half \ufffd'],
    ['Köp ✓ 漢字 🎉 עברית', 'Köp ✓ 漢字 🎉 עברית'],
    ['Cafe\u0301', 'Caf\u00e9'],
    ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
    ['=HYPERLINK("http://evil.example")', '=HYPERLINK("http://evil.example")'],
    ["'; DROP TABLE messages--", "'; DROP TABLE messages--"],
    ['__proto__', '__proto__'],
    ['Invited jane@b.example', 'Invited [email]'],
    ['x'.repeat(300), `${'x'.repeat(254)}…`],
  ])('%j is kept as %j', async (name, kept) => {
    expect((await storedOf(event({ event: name }))).name).toBe(kept);
  });

  it.each([
    [undefined, 'Missing event'],
    ['', 'Missing event'],
    [' \n', 'Missing event'],
    ['\u0000', 'Missing event'],
    [null, 'Missing event: event must be a string'],
    [123, 'event must be a string'],
    [true, 'event must be a string'],
    [{}, 'event must be a string'],
    [['a'], 'event must be a string'],
  ])('%j is refused', async (name, message) => {
    expect(await receiver.send(event({ event: name }))).toMatchObject({ status: 400, message });
  });
});

describe('fields in any casing', () => {
  const values = {
    type: 'track',
    event: 'Form Submitted',
    anonymousId: 'a-1',
    userId: 'u-1',
    originalTimestamp: EVENT.originalTimestamp,
    sentAt: EVENT.sentAt,
    receivedAt: EVENT.receivedAt,
    properties: EVENT.properties,
    context: EVENT.context,
    projectId: 'P0OJ3CTID1',
  };
  const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const rewritten = (rename: (name: string) => string, id: string) =>
    Object.fromEntries(Object.entries({ ...values, messageId: id }).map(([name, value]) => [rename(name), value]));

  it.each([
    ['snake_case', snake],
    ['lower case', (name: string) => name.toLowerCase()],
    ['UPPER CASE', (name: string) => name.toUpperCase()],
    [
      'Title Case',
      (name: string) =>
        snake(name)
          .replace(/(^|_)(.)/g, (_, __, letter) => ` ${letter.toUpperCase()}`)
          .trim(),
    ],
    ['kebab-case', (name: string) => snake(name).replaceAll('_', '-')],
  ])('make the same row: %s', async (_, rename) => {
    const {
      key: __,
      messageId: ___,
      receivedAt: ____,
      ...expected
    } = await storedOf(rewritten((name) => name, `exact ${_}`));
    expect(await receiver.send(rewritten(rename, `other ${_}`))).toMatchObject({ status: 200 });
    expect(await receiver.stored(`other ${_}`)).toMatchObject([expected]);
  });
});

describe('identifiers', () => {
  it.each([
    ['neither', { anonymousId: null, userId: null }],
    ['empty ones', { anonymousId: '', userId: '  ' }],
    ['objects', { anonymousId: {}, userId: [] }],
    ['booleans', { anonymousId: true, userId: false }],
  ])('are required: %s', async (_, ids) => {
    expect(await receiver.send(event(ids))).toMatchObject({ status: 400, message: 'userId or anonymousId required' });
  });

  it('may be numbers, and are the same as their digits', async () => {
    const [a, b] = [await storedOf(event({ userId: 42 })), await storedOf(event({ userId: '42' }))];
    expect(a.userId).toBe(b.userId);
    expect(a.userId).not.toBeNull();
  });

  it('are stored as keyed hashes, never in clear, of any length', async () => {
    const row = await storedOf(event({ userId: 'jane', anonymousId: 'x'.repeat(10_000) }));
    expect(JSON.stringify(row)).not.toContain('jane');
    expect(row.anonymousId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('of a server library alone are enough, and said to be so', async () => {
    const row = await storedOf(event({ anonymousId: undefined, userId: 'u1', context: { library: { name: 'x' } } }));
    expect(row.flags).toContain('no id from the browser');
  });

  it('may come under the legacy name sessionId', async () => {
    const [a, b] = [
      await storedOf(event({ anonymousId: undefined, sessionId: 'legacy' })),
      await storedOf(event({ anonymousId: 'legacy' })),
    ];
    expect(a.anonymousId).toBe(b.anonymousId);
  });

  it.each(['anonymousId', 'null', 'undefined', '0', 'anonymous', '00000000-0000-0000-0000-000000000000', 'NULL'])(
    'that many share link nobody: %s',
    async (anonymousId) => {
      expect(await storedOf(event({ anonymousId }))).toMatchObject({
        anonymousId: null,
        flags: expect.arrayContaining(['degenerate id']),
      });
    },
  );

  it('a user id that repeats the anonymous id is no login', async () => {
    const row = await storedOf(event({ userId: 'same', anonymousId: 'same' }));
    expect(row).toMatchObject({ userId: null, flags: expect.arrayContaining(['degenerate id']) });
    expect(row.anonymousId).not.toBeNull();
  });

  it('of a message may be anything', async () => {
    for (const messageId of ['custom-1', 'x'.repeat(101), `y${'x'.repeat(5_000)}`, 'ünï🎉', 7]) {
      const body = event({ messageId });
      expect(await receiver.send(body)).toMatchObject({ status: 200 });
      expect(await receiver.send(body)).toMatchObject({ status: 200 });
      expect(
        await receiver.stored(String(messageId).length > 255 ? `${String(messageId).slice(0, 254)}…` : messageId),
      ).toHaveLength(1);
    }
  });

  it('of two long messages that differ only at the end are two', async () => {
    await receiver.send(event({ messageId: `${'z'.repeat(400)}1` }));
    await receiver.send(event({ messageId: `${'z'.repeat(400)}2` }));
    expect(await receiver.stored(`${'z'.repeat(254)}…`)).toHaveLength(2);
  });

  it('of a message without one is its content, so that a redelivery is absorbed', async () => {
    const count = async () => (await receiver.stored()).length;
    const body = { ...event(), messageId: undefined, properties: { unique: 'content' } };
    const before = await count();
    await receiver.send(body);
    await receiver.send(body);
    await receiver.send({ ...body, properties: { unique: 'other content' } });
    expect(await count()).toBe(before + 2);
  });
});

describe('properties and context', () => {
  it.each([[[1]], ['x'], [5], [null]])('properties that are no object are none: %j', async (properties) => {
    expect((await storedOf(event({ properties }))).properties).toEqual({});
  });

  it('keep what the customer sent', async () => {
    const properties = { 'a.b': 1, '': 'empty', '🎉': [1, { x: null }], date: '2026-11-24', deep: { er: true } };
    expect((await storedOf(event({ properties }))).properties).toEqual(properties);
  });

  it.each([
    ['is text', 'str'],
    ['has a null url', { url: null }],
    ['has an object for search', { search: { a: ['1'] } }],
    ['has a bad url', { url: 'http://%' }],
    ['has a very long url', { url: `https://a.example/${'x'.repeat(100_000)}` }],
  ])('a page that %s does no harm', async (_, page) => {
    expect((await storedOf(event({ context: { ...EVENT.context, page } }))).messageId).toBeTruthy();
  });

  it.each([[[]], ['x'], [null], [5], [undefined]])('a context of %j does no harm', async (context) => {
    expect((await storedOf(event({ context }))).url).toBeNull();
  });

  it.each([[[]], ['x'], [null]])('integrations of %j do no harm', async (integrations) => {
    expect((await storedOf(event({ integrations }))).excludedReason).toBeNull();
  });

  it('keep the address without its secrets', async () => {
    const url = 'https://shop.example.com/p?utm_source=g&token=SECRET&email=jane%40b.example#top';
    const row = await storedOf(event({ context: { page: { url } } }));
    expect(row.url).toBe('https://shop.example.com/p?utm_source=g');
  });

  it("a page call's own address wins over its context's", async () => {
    const row = await storedOf(event({ type: 'page', name: '', properties: { url: 'https://a.example/own' } }));
    expect(row).toMatchObject({ url: 'https://a.example/own', name: null });
  });

  it('drop everything that is not kept', async () => {
    const row = await storedOf(
      event({
        traits: { name: 'TRAIT' },
        context: { ...EVENT.context, ip: '203.0.113.77', traits: { name: 'TRAIT' } },
      }),
    );
    expect(JSON.stringify(row)).not.toMatch(/TRAIT|203\.0\.113|Mozilla/);
  });
});

describe('why a message counts for nothing', () => {
  const browser = EVENT.context;
  it.each([
    ['our own exposure event', { event: 'Experiment Viewed' }, 'own event'],
    ['the same in another spelling', { event: 'experiment_viewed' }, 'own event'],
    ['a consent choice', { event: 'Segment Consent Preference Updated' }, 'own event'],
    ['switched off for us', { integrations: { Markettailor: false } }, 'not addressed'],
    ['switched off for all', { integrations: { All: false } }, 'not addressed'],
    ['off for all, on for us', { integrations: { All: false, Markettailor: true } }, null],
    ['on for us with options', { integrations: { Markettailor: { foo: 1 } } }, null],
    ['our own test', { context: { ...browser, abmatic: { test: true } } }, 'test traffic'],
    [
      'no category consented to',
      { context: { ...browser, consent: { categoryPreferences: { ads: false } } } },
      'consent withheld',
    ],
    ['no categories at all', { context: { ...browser, consent: { categoryPreferences: {} } } }, 'consent withheld'],
    ['some consent', { context: { ...browser, consent: { categoryPreferences: { ads: false, stats: true } } } }, null],
    [
      'Googlebot',
      { context: { userAgent: 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' } },
      'bot',
    ],
    [
      'a headless browser',
      {
        context: {
          userAgent:
            'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140.0.0.0 Safari/537.36',
        },
      },
      'bot',
    ],
    ['no user agent', { context: {} }, null],
  ])('%s', async (_, changes, reason) => {
    expect((await storedOf(event(changes))).excludedReason).toBe(reason);
  });

  it.each([
    ['replay', { integrations: { All: false, Markettailor: true } }],
    ['copied', { context: { ...browser, repeatChain: ['a', 'b'] } }],
    [
      'query-string event',
      { context: { ...browser, page: { ...browser.page, search: '?ajs_event=Order%20Completed' } } },
    ],
    ['late', { timestamp: '2024-02-27T08:00:01Z' }],
    ['time in future', { timestamp: '2099-01-01T00:00:00Z' }],
    ['time missing', { timestamp: undefined, originalTimestamp: undefined, sentAt: undefined, receivedAt: undefined }],
    ['redacted', { properties: { email: 'jane@b.example' } }],
    ['cut', { properties: { text: 'x'.repeat(10_000) } }],
  ])('what was unusual is said: %s', async (flag, changes) => {
    expect((await storedOf(event(changes))).flags).toContain(flag);
  });
});

describe('time', () => {
  it("is Segment's timestamp, to the millisecond", async () => {
    expect((await storedOf(event())).occurredAt.toISOString()).toBe('2026-11-24T02:23:50.997Z');
  });

  it('missing, is computed from the other three', async () => {
    const row = await storedOf(
      event({
        timestamp: undefined,
        receivedAt: '2015-12-12T19:11:01.266Z',
        sentAt: '2015-12-12T19:11:01.169Z',
        originalTimestamp: '2015-12-12T19:11:01.152Z',
      }),
    );
    expect(row.occurredAt.toISOString()).toBe('2015-12-12T19:11:01.249Z');
  });

  it.each(['0000-01-01T00:00:00Z', '+275760-09-13T00:00:00Z', '9999-12-31T23:59:59Z', 'soon', -5, 1e308, {}])(
    'absurd, is the time of receipt: %j',
    async (timestamp) => {
      const row = await storedOf(event({ timestamp, originalTimestamp: undefined, receivedAt: undefined }));
      expect(Math.abs(row.occurredAt.getTime() - Date.now())).toBeLessThan(60_000);
    },
  );
});
