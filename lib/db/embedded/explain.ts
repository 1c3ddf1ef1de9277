/** What PostgreSQL said last, made into a sentence with a remedy. */
import { StartError } from '../../start-error';
import type { Place } from './place';

const CAUSES: [pattern: RegExp, sentence: string][] = [
  [/administrator command/i, 'It was interrupted. Start again.'],
  [/no space left on device|disk quota exceeded/i, 'The disk is full. Make room and start again; nothing is lost.'],
  [/read-only file system/i, 'The file system is read-only. Set DATA_DIR to a folder that can be written.'],
  [
    /permission denied|invalid permissions|wrong ownership/i,
    'Its files do not belong to the user that it runs as, or the file system does not keep owners and rights. ' +
      'Give them back, or set DATA_DIR to another folder.',
  ],
  [
    /could not look up effective user ID/i,
    'The user that runs the application has no name on this system. Add one to /etc/passwd, or set DATABASE_URL.',
  ],
  [
    /could not create shared memory|cannot allocate memory|could not map anonymous/i,
    'The machine has too little memory left for it.',
  ],
  [
    /error while loading shared libraries|not found \(required by|ENOENT|exec format/i,
    'Its programs do not run on this system. Set DATABASE_URL to a PostgreSQL 15 or newer instead.',
  ],
  [
    /checkpoint record|WAL directory|invalid (control|page|data)|incorrect checksum|is not a (valid )?(data|directory)|could not open (file|directory)|contains? (invalid|unrecognized)|database files are incompatible|pg_control|pg_filenode|database "postgres" does not exist|corrupt/i,
    'Its files are damaged. Put a backup in their place, or move the folder away to start with an empty database.',
  ],
];

/** `what` went wrong is the beginning of a sentence; `output` what PostgreSQL wrote. */
export function explain(what: string, output: string, { clusterDir }: Pick<Place, 'clusterDir'>): StartError {
  const lastWords = output
    .split('\n')
    .filter((line) => /FATAL|PANIC|error|could not|denied/i.test(line))
    .slice(-3)
    .map((line) => line.replace(/^.*?(?=FATAL|PANIC|initdb: error|error: )/, '').trim());
  const said = lastWords.join(' ') || output.trim().split('\n').at(-1) || 'nothing';
  const cause = CAUSES.find(([pattern]) => pattern.test(said));
  return new StartError(`${what} (${clusterDir}). ${cause?.[1] ?? 'See its log beside it.'} PostgreSQL said: ${said}`);
}
