/** What Next.js runs before it takes requests. The production server (server.ts) has booted by then, and this does nothing. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { bootInsideNext } = await import('./lib/boot-inside-next');
  await bootInsideNext();
}
