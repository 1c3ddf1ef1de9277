/**
 * The environment, read once and checked; process.env is read nowhere else (tests/architecture.test.ts holds this).
 * Everything is optional on one machine: without DATABASE_URL the application brings its own PostgreSQL in DATA_DIR.
 */
import path from 'node:path';
import { z } from 'zod';
import { StartError } from './start-error';

const optionalText = z
  .string()
  .trim()
  .optional()
  .transform((text) => text || undefined);

const Env = z.object({
  NODE_ENV: z.enum(['production', 'development', 'test']).default('development'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  DATABASE_URL: optionalText.pipe(
    z
      .string()
      .regex(/^postgres(ql)?:\/\//, 'must begin with postgresql://')
      .optional(),
  ),
  DATA_DIR: z.string().default('.data'),
  APP_SECRET: optionalText.pipe(z.string().min(32, 'must have at least 32 characters').optional()),
  APP_URL: optionalText.pipe(z.url().optional()),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  METRICS_TOKEN: optionalText.pipe(z.string().min(16, 'must have at least 16 characters').optional()),
  GITHUB_CLIENT_ID: optionalText,
  GITHUB_CLIENT_SECRET: optionalText,
  GOOGLE_CLIENT_ID: optionalText,
  GOOGLE_CLIENT_SECRET: optionalText,
});

export type Env = {
  isProduction: boolean;
  port: number;
  databaseUrl: string | undefined;
  /** Absolute. */
  dataDir: string;
  /** Undefined when it is to be generated into dataDir. */
  appSecret: string | undefined;
  /** Without a trailing slash; undefined when the address is taken from each request. */
  appUrl: string | undefined;
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Who may read /api/metrics must send it; undefined when anybody may. */
  metricsToken: string | undefined;
  oauth: { github: OAuthClient | undefined; google: OAuthClient | undefined };
};
type OAuthClient = { clientId: string; clientSecret: string };

/** Throws a StartError that names every wrong variable, without its value. */
export function readEnv(variables: Record<string, string | undefined>): Env {
  const parsed = Env.safeParse(variables);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new StartError(`The environment has values that cannot be used:\n${lines.join('\n')}`);
  }
  const e = parsed.data;
  if (e.DATABASE_URL && !e.APP_SECRET) {
    throw new StartError(
      'With DATABASE_URL set, APP_SECRET must be set too: every server of one database needs the same secret. ' +
        'Make one with: openssl rand -base64 48',
    );
  }
  return {
    isProduction: e.NODE_ENV === 'production',
    port: e.PORT,
    databaseUrl: e.DATABASE_URL,
    dataDir: path.resolve(e.DATA_DIR),
    appSecret: e.APP_SECRET,
    appUrl: e.APP_URL?.replace(/\/+$/, ''),
    logLevel: e.LOG_LEVEL,
    metricsToken: e.METRICS_TOKEN,
    oauth: {
      github: oauthClient(e.GITHUB_CLIENT_ID, e.GITHUB_CLIENT_SECRET),
      google: oauthClient(e.GOOGLE_CLIENT_ID, e.GOOGLE_CLIENT_SECRET),
    },
  };
}

function oauthClient(clientId: string | undefined, clientSecret: string | undefined): OAuthClient | undefined {
  return clientId && clientSecret ? { clientId, clientSecret } : undefined;
}

let current: Env | undefined;

/** The environment of this process. Read on first use, so that importing a module never fails. */
export function env(): Env {
  current ??= readEnv(process.env);
  return current;
}

/** What a child process is started with: this process's own environment with `changes`; undefined leaves a variable out. */
export function environmentWith(changes: Record<string, string | undefined>): NodeJS.ProcessEnv {
  return { ...process.env, ...changes };
}

/**
 * Tells next-auth, which reads process.env by itself, the address of this application: APP_URL, or each request's own when
 * that is not set. The same rule as in lib/origin.ts.
 */
export function publishAuthAddress({ appUrl }: Pick<Env, 'appUrl'>): void {
  if (appUrl) process.env.NEXTAUTH_URL = new URL(appUrl).origin;
  else delete process.env.NEXTAUTH_URL;
  process.env.AUTH_TRUST_HOST = 'true';
}
