import { defineConfig } from 'prisma/config';

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  // Only for those who run the native engine by hand (prisma migrate dev); the application applies migrations itself.
  datasource: { url: process.env.DATABASE_URL ?? '' },
});
