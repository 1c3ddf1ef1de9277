/** Calls a route handler as Next.js does, from a page of our own unless told otherwise. */
import 'next/dist/server/node-environment-baseline';
import { NextRequest } from 'next/server';
import { afterAll, beforeAll } from 'vitest';
import { db, setDb } from '@/lib/db/client';
import type { TestDatabase } from './database';

type Handler = (
  request: NextRequest,
  context: { params: Promise<Record<string, string>> },
) => Promise<Response> | Response;

export type CallOptions = {
  method?: string;
  /** With query. */
  path?: string;
  params?: Record<string, string>;
  cookie?: string;
  apiToken?: string;
  /** Sent as JSON, or as it is when it is text. */
  body?: unknown;
  headers?: Record<string, string>;
};

/** `json` is null for an answer without a body. */
export type Answer<T> = { status: number; json: T; headers: Headers };

export async function callRoute<T = Record<string, unknown>>(
  handler: Handler,
  options: CallOptions = {},
): Promise<Answer<T>> {
  const { method = 'GET', path = '/', params = {}, cookie, apiToken, body } = options;
  const headers = new Headers({ host: 'localhost:3000', origin: 'http://localhost:3000', ...options.headers });
  if (cookie) headers.set('cookie', cookie);
  if (apiToken) headers.set('authorization', `Bearer ${apiToken}`);
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const request = new NextRequest(`http://localhost:3000${path}`, { method, headers, body: text });
  const response = await handler(request, { params: Promise.resolve(params) });
  const answer = await response.text();
  return { status: response.status, json: answer === '' ? null : JSON.parse(answer), headers: response.headers };
}

/** Makes the test database the one that routes use. */
export function useForRoutes(test: TestDatabase): void {
  beforeAll(() => {
    setDb(test.url);
  });
  afterAll(() => db().$disconnect());
}
