/** What is wrong with a body, a query or a path, in words that read on from the field's name: "timeZone is missing". */
import type { z } from 'zod';
import { AppError } from '../errors';

/** A refusal that names every field that cannot be used: in its sentence, and as `invalid: [{ name, reason }]`. */
export function invalidInput(error: z.ZodError, whole: string): AppError {
  const invalid = error.issues.flatMap(reasonsOf);
  const message = invalid.map(({ name, reason }) => `${name || whole} ${reason}.`).join(' ');
  return new AppError('bad_request', message, { invalid });
}

function reasonsOf(issue: z.core.$ZodIssue): { name: string; reason: string }[] {
  if (issue.code !== 'unrecognized_keys') return [{ name: issue.path.join('.'), reason: issue.message }];
  return issue.keys.map((key) => ({ name: [...issue.path, key].join('.'), reason: 'is not known here' }));
}

/** Words for what a schema has none of its own for; undefined leaves it to zod. */
export function reasonFor(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : `must be ${NOUNS[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.join(', ')}`;
    case 'invalid_format':
      return `must be a valid ${issue.format}`;
    case 'too_small':
      return `must ${size(issue.origin, 'at least', issue.minimum)}`;
    case 'too_big':
      return `must ${size(issue.origin, 'at most', issue.maximum)}`;
    default:
      return undefined;
  }
}

const NOUNS: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  date: 'a date',
};

function size(origin: string, bound: 'at least' | 'at most', count: number | bigint): string {
  const isOne = Number(count) === 1;
  if (origin === 'string') return `have ${bound} ${count} ${isOne ? 'character' : 'characters'}`;
  if (origin === 'array') return `have ${bound} ${count} ${isOne ? 'entry' : 'entries'}`;
  return `be ${bound} ${count}`;
}
