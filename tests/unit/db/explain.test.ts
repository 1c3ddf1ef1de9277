import { expect, test } from 'vitest';
import { explain } from '@/lib/db/embedded/explain';

const place = { clusterDir: '/srv/.data/postgres' };

/** What PostgreSQL 18 wrote in each case, and the remedy that has to be said. */
const CASES: [what: string, output: string, remedy: string][] = [
  [
    'no room',
    '2026-11-24 06:44:13.610 UTC [23617] PANIC:  could not write to file "pg_logical/x.tmp": No space left on device',
    'The disk is full.',
  ],
  [
    'a file system that keeps no owners',
    '2026-11-24 06:44:13 UTC [9] FATAL:  data directory "/srv/.data/postgres/data" has invalid permissions',
    'set DATA_DIR to another folder',
  ],
  [
    'a user without a name',
    'initdb: error: could not look up effective user ID 4711: user does not exist',
    '/etc/passwd',
  ],
  [
    'little memory',
    '2026-11-24 06:44:13 UTC [9] FATAL:  could not map anonymous shared memory: Cannot allocate memory',
    'too little memory',
  ],
  ['another C library', 'spawn /srv/node_modules/x/native/bin/initdb ENOENT', 'do not run on this system'],
  [
    'damage',
    '2026-11-24 06:44:13 UTC [9] PANIC:  could not locate a valid checkpoint record at 0/15A',
    'Put a backup in their place',
  ],
  [
    'a signal to the whole group of processes while it is created',
    'FATAL:  terminating connection due to administrator command\nFATAL:  could not open file "global/1261": No such file',
    'It was interrupted.',
  ],
  ['what nobody foresaw', '2026-11-24 06:44:13 UTC [9] FATAL:  the moon is full', 'See its log'],
];

test.each(CASES)('%s', (_what, output, remedy) => {
  const { message, name } = explain('The built-in database did not start', output, place);
  expect(name).toBe('StartError');
  expect(message).toMatch(/^The built-in database did not start \(\/srv\/\.data\/postgres\)\. /);
  expect(message).toContain(remedy);
  expect(message).not.toContain('2026-11-24');
});
