// server.ts -> dist/server.mjs: our own files in one, packages left where they are.
import { build } from 'esbuild';

await build({
  entryPoints: ['server.ts'],
  outfile: 'dist/server.mjs',
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  tsconfig: 'tsconfig.json',
  sourcemap: true,
  logLevel: 'warning',
});
