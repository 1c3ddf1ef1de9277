/** The few calls of our own API that the demo makes, with the workspace's token, as a customer's script would. */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

export type Api = { url: string; token: string };

const Revealed = z.object({ key: z.string().optional() });
const Goals = z.object({ goals: z.array(z.object({ id: z.string(), name: z.string() })) });

export async function activateSegment(api: Api): Promise<void> {
  await call(api, 'PUT', '/api/integrations/segment', { active: true, takeOver: true });
}

/** The API key as it is now, since a user of the demo may rotate it; undefined when the server does not know the token. */
export async function readSegmentKey({ url, token }: Api): Promise<string | undefined> {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${url}/api/integrations/segment/key`, { headers });
  return Revealed.parse(await response.json()).key;
}

/** Waits until the goal has been discovered, which takes about a second after its first event. */
export async function chooseMainEvent(api: Api, name: string, patienceMs = 30_000): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const { goals } = Goals.parse(await call(api, 'GET', `/api/goals?search=${encodeURIComponent(name)}`));
    const goal = goals.find((candidate) => candidate.name === name);
    if (goal) return void (await call(api, 'PATCH', `/api/goals/${goal.id}`, { isMain: true }));
    if (Date.now() > deadline) throw new Error(`No goal "${name}" has appeared.`);
    await sleep(200);
  }
}

async function call({ url, token }: Api, method: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${await response.text()}`);
  return response.json();
}
