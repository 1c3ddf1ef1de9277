/** The requests of the benchmark: a browser's event as Segment posts it, of constant length, with a new id each time. */

const NAMES = 200;
const VISITORS = 10_000;
let count = 0;

function eventJson(): string {
  count += 1;
  const id = String(count).padStart(12, '0');
  const visitor = String(count % VISITORS).padStart(12, '0');
  const name = String(count % NAMES).padStart(3, '0');
  const now = new Date().toISOString();
  return (
    `{"type":"track","event":"Benchmark Event ${name}","anonymousId":"240b5446-4744-4106-8fb0-${visitor}","userId":null,` +
    `"messageId":"ajs-next-1795487030833-54464744-c106-4fb0-9d88-${id}",` +
    '"properties":{"form_id":"demo","plan":"enterprise","value":42,"path":"/pricing"},' +
    '"context":{"ip":"203.0.113.9","library":{"name":"analytics.js","version":"next-1.84.3"},"locale":"en-US",' +
    '"page":{"path":"/pricing","referrer":"","search":"?utm_source=g","title":"Pricing","url":"https://shop.example.com/pricing?utm_source=g"},' +
    '"userAgent":"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"},' +
    '"integrations":{},"projectId":"P0OJ3CTID1","channel":"client","version":2,' +
    `"originalTimestamp":"${now}","sentAt":"${now}","receivedAt":"${now}","timestamp":"${now}"}`
  );
}

/** `next` makes a whole HTTP request of `eventsPerRequest` events; `made` counts the events so far. */
export type Requests = { next: () => string; made: () => number };

export function requestsTo(path: string, key: string, eventsPerRequest: number): Requests {
  const head =
    `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: keep-alive\r\naccept: */*\r\ncontent-type: application/json\r\n` +
    `user-agent: Segment.io/1.0\r\nauthorization: Basic ${Buffer.from(`${key}:`).toString('base64')}\r\ncontent-length: `;
  let made = 0;
  function next(): string {
    made += eventsPerRequest;
    const body =
      eventsPerRequest === 1 ? eventJson() : `[${Array.from({ length: eventsPerRequest }, eventJson).join(',')}]`;
    return `${head}${body.length}\r\n\r\n${body}`;
  }
  return { next, made: () => made };
}
