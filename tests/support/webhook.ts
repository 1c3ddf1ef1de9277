/** A partner's webhook that answers as a test tells it to, and remembers what it was sent. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Call = { at: number; headers: IncomingHttpHeaders; body: { messageId: string; event?: string } };
/** A status, with a Retry-After in seconds or a message; or 'hang' to never answer, 'reset' to cut the connection. */
export type Answer = number | Reply | 'hang' | 'reset';
type Reply = { status: number; retryAfter?: number; message?: string };

export async function startWebhook(answerTo: (call: Call, count: number) => Answer | Promise<Answer>) {
  const calls: Call[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const call = { at: Date.now(), headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString()) };
    calls.push(call);
    const answer = await answerTo(call, calls.length);
    if (answer === 'hang') return;
    if (answer === 'reset') return request.socket.resetAndDestroy();
    const { status, retryAfter, message }: Reply = typeof answer === 'number' ? { status: answer } : answer;
    if (retryAfter !== undefined) response.setHeader('retry-after', String(retryAfter));
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ message }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    calls,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
