import { z } from 'zod';

/** An email address in the form in which it is kept and compared: trimmed, lower case, at most 254 characters. */
export const Email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, 'must have at most 254 characters')
  .pipe(z.email('must be an email address, such as ada@example.com'));
