/** A customer's site: every path is a page that has loaded the published @segment/analytics-next, and called nothing yet. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AnalyticsBrowser } from '@segment/analytics-next';
import { build } from 'esbuild';

declare global {
  interface Window {
    segment: { AnalyticsBrowser: typeof AnalyticsBrowser };
    analytics: AnalyticsBrowser;
  }
}

const PAGE = `<!doctype html><html lang="en"><head><title>Shop</title><link rel="icon" href="data:,">
<script src="/segment.js"></script></head><body><h1>Shop</h1></body></html>`;

export type ShopSite = { address: string; close(): Promise<void> };

export async function startShopSite(): Promise<ShopSite> {
  const library = await bundleLibrary();
  const server = createServer((request, response) => {
    const isLibrary = request.url === '/segment.js';
    response.writeHead(200, { 'content-type': isLibrary ? 'text/javascript' : 'text/html; charset=utf-8' });
    response.end(isLibrary ? library : PAGE);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://localhost:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function bundleLibrary(): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: "export { AnalyticsBrowser } from '@segment/analytics-next'", resolveDir: process.cwd() },
    bundle: true,
    format: 'iife',
    globalName: 'segment',
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}
