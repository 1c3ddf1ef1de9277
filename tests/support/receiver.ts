/** The ingest paths on a real socket, with a workspace whose Segment integration is active. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll } from 'vitest';
import { type DbClient, setDb } from '@/lib/db/client';
import { forgetWorkspaceKeys } from '@/lib/integrations/key-cache';
import { answerIngest } from '@/lib/receive/http';
import { settleWorkspace } from '@/lib/settlement/settle';
import { useTestDatabase } from './database';
import { createTestWorkspace } from './factories';
import { basic } from './receiver-requests';

export type Post = {
  method?: string;
  path?: string;
  /** Added to a good Authorization and a JSON content type; null leaves one out. */
  headers?: Record<string, string | null>;
  body?: BodyInit | object;
};
export type Answer = { status: number; headers: Headers; message: string | undefined; text: string };

/** Call at the top of a test file. */
export function useReceiver() {
  const database = useTestDatabase();
  const server = createServer((request, response) => {
    if (!answerIngest(request, response)) response.writeHead(404).end();
  });
  const receiver = { workspaceId: '', key: '', origin: '' };

  beforeAll(async () => {
    setDb(database.url);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    receiver.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    Object.assign(receiver, await createActiveWorkspace(database.db));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  async function post({ method = 'POST', path = '/api/segment', headers = {}, body }: Post): Promise<Answer> {
    const all = { authorization: basic(receiver.key), 'content-type': 'application/json', ...headers };
    const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null);
    const isPlain = typeof body === 'object' && !(body instanceof Uint8Array) && !(body instanceof ReadableStream);
    const response = await fetch(receiver.origin + path, {
      method,
      headers: given,
      body: isPlain ? JSON.stringify(body) : (body as BodyInit | undefined),
      redirect: 'manual',
      ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, message: messageOf(text) };
  }

  return {
    post,
    send: (body: BodyInit | object) => post({ body }),
    get db() {
      return database.db;
    },
    get workspaceId() {
      return receiver.workspaceId;
    },
    get key() {
      return receiver.key;
    },
    get origin() {
      return receiver.origin;
    },
    /** Every stored message with this id, or all of the workspace. */
    stored: (messageId?: unknown) =>
      database.db.message.findMany({
        where: { workspaceId: receiver.workspaceId, ...(messageId ? { messageId: String(messageId) } : {}) },
      }),
    settle: () => settleWorkspace(database.db, receiver.workspaceId, new Date()),
  };
}

/** A workspace whose Segment integration is on. */
export async function createActiveWorkspace(db: DbClient): Promise<{ workspaceId: string; key: string }> {
  const { workspaceId, segmentApiKey } = await createTestWorkspace(db);
  await db.integration.update({
    where: { workspaceId_kind: { workspaceId, kind: 'segment' } },
    data: { isActive: true },
  });
  forgetWorkspaceKeys(workspaceId);
  return { workspaceId, key: segmentApiKey };
}

function messageOf(text: string): string | undefined {
  try {
    const { message } = JSON.parse(text);
    return typeof message === 'string' ? message : undefined;
  } catch {
    return undefined;
  }
}
