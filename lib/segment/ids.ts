/** Identifiers as Segment's clients send them, including what broken clients send. */
import { hash } from 'node:crypto';
import { cleanText } from './text';

/** An id as text: a non-empty string as it is, a finite number as its digits; anything else is no id. */
export function readId(value: unknown): string | null {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : null;
  if (typeof value !== 'string') return null;
  const id = cleanText(value);
  return id.trim() === '' ? null : id;
}

const DEGENERATE = new Set([
  'null',
  'undefined',
  'anonymous',
  'anonymousid',
  'userid',
  'none',
  'nan',
  'true',
  'false',
  '0',
  '-1',
  '[object object]',
]);

/** Ids that many people share because a client is broken. They link nobody: crediting them would join strangers. */
export function isDegenerateId(id: string): boolean {
  const text = id.trim().toLowerCase();
  return DEGENERATE.has(text) || (text.length >= 8 && /^[0-]+$/.test(text));
}

/** The identity of a message without one: the same content is the same message, so that a redelivery is absorbed. */
export function contentId(content: string): string {
  return `content-${hash('sha256', content, 'hex')}`;
}
