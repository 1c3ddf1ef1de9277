/** Load from raw keep-alive sockets: one request at a time on each, the next as soon as the answer is complete. */
import { connect, type Socket } from 'node:net';

export type LoadResult = { requests: number; seconds: number; latenciesMs: Float64Array; cpuSeconds: number };

/** Sends what `nextRequest` makes (a whole HTTP request) over `connections` sockets for `seconds`. Throws on a status other than 200. */
export async function runLoad(
  port: number,
  nextRequest: () => string,
  { connections, seconds }: { connections: number; seconds: number },
): Promise<LoadResult> {
  const latencies: number[] = [];
  const cpuBefore = process.cpuUsage();
  const start = performance.now();
  const end = start + seconds * 1000;
  await Promise.all(Array.from({ length: connections }, () => runConnection(port, nextRequest, end, latencies)));
  const elapsed = (performance.now() - start) / 1000;
  const cpu = process.cpuUsage(cpuBefore);
  return {
    requests: latencies.length,
    seconds: elapsed,
    latenciesMs: Float64Array.from(latencies).sort(),
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
  };
}

function runConnection(port: number, nextRequest: () => string, end: number, latencies: number[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    socket.setNoDelay(true).setEncoding('latin1');
    let received = '';
    let sentAt = 0;
    const send = () => {
      sentAt = performance.now();
      socket.write(nextRequest());
    };
    socket.on('connect', send).on('error', reject);
    socket.on('data', (chunk: string) => {
      received += chunk;
      if (!isComplete(received)) return;
      if (!received.startsWith('HTTP/1.1 200')) return fail(socket, reject, received);
      received = '';
      const now = performance.now();
      latencies.push(now - sentAt);
      if (now < end) send();
      else socket.end(resolve);
    });
  });
}

/** Bodies are told by content-length; the servers measured here never stream. */
function isComplete(text: string): boolean {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd < 0) return false;
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, headEnd))?.[1];
  if (length === undefined) throw new Error(`An answer without content-length: ${text.slice(0, headEnd)}`);
  return text.length >= headEnd + 4 + Number(length);
}

function fail(socket: Socket, reject: (error: Error) => void, answer: string): void {
  socket.destroy();
  reject(new Error(`Not accepted: ${answer.slice(0, 400)}`));
}

/** The latency below which a share of the requests lies, in milliseconds. */
export function percentile(latenciesMs: Float64Array, share: number): number {
  return latenciesMs[Math.min(latenciesMs.length - 1, Math.floor(latenciesMs.length * share))] ?? Number.NaN;
}
