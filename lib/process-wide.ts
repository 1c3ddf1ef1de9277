/**
 * One value per process, whichever bundle asks for it. The production server (server.ts) and Next's own bundles each load
 * their own copy of every module; what must exist once (database client, group commit, key cache) is kept here.
 * Values may cross bundles, so recognise them by shape, never by instanceof.
 */
const store = globalThis as typeof globalThis & { abmatic?: Map<string, unknown> };

export function processWide<T>(name: string, create: () => T): T {
  store.abmatic ??= new Map();
  if (!store.abmatic.has(name)) store.abmatic.set(name, create());
  return store.abmatic.get(name) as T;
}

/** Forgets a value, so that the next asker creates it anew: for shutdown and for tests. */
export function dropProcessWide(name: string): void {
  store.abmatic?.delete(name);
}
