import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import type { TestServer, TestWorkspace } from '../support/test-server';

/** Posts a track event of each name to the webhook, as Segment does; answers when they are acknowledged. */
export async function deliver(server: TestServer, workspace: TestWorkspace, ...names: string[]): Promise<void> {
  const now = new Date().toISOString();
  const batch = names.map((event) => ({
    type: 'track',
    event,
    messageId: randomUUID(),
    anonymousId: 'visitor-1',
    timestamp: now,
    receivedAt: now,
  }));
  const response = await fetch(`${server.url}/api/segment`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${btoa(`${workspace.segmentApiKey}:`)}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ batch }),
  });
  expect(response.status, await response.text()).toBe(200);
}
