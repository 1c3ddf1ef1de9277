import path from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    alias: {
      '@': import.meta.dirname,
      // Guards server code against client bundles; outside of a bundler it has nothing to guard.
      'server-only': path.join(import.meta.dirname, 'tests/support/server-only.ts'),
    },
  },
  test: {
    environment: 'node',
    setupFiles: ['tests/support/setup.ts'],
    env: { NODE_ENV: 'test', LOG_LEVEL: 'silent', DATABASE_URL: '', TZ: 'UTC' },
    pool: 'forks',
    maxWorkers: 2,
    restoreMocks: true,
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['tests/*.test.ts', 'tests/{unit,property,golden}/**/*.test.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          globalSetup: ['tests/support/global-setup.ts'],
          // Of a server on which the tests may create databases, to try another version; else the built-in one is used.
          provide: { givenPostgresUrl: process.env.TEST_DATABASE_URL ?? '' },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
