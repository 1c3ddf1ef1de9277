/**
 * Text from outside, made fit to be stored: PostgreSQL refuses NUL in text and lone surrogates in jsonb, and an index
 * refuses long values. Legal JSON can hold all three, and a refusal there would be a 500 that Segment retries for hours.
 */

export const NAME_LENGTH_MAX = 255;

/** Without NUL, and with lone surrogates replaced by U+FFFD. */
export function cleanText(text: string): string {
  const wellFormed = text.isWellFormed() ? text : text.toWellFormed();
  return wellFormed.includes('\0') ? wellFormed.replaceAll('\0', '') : wellFormed;
}

/** At most `max` UTF-16 units, never ending in half a character; a cut is shown by an ellipsis. */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${text
    .slice(0, max - 1)
    .toWellFormed()
    .replace(/\uFFFD$/, '')}…`;
}

/**
 * An event's name as goals are compared: Unicode NFC, trimmed, cut at NAME_LENGTH_MAX; case and inner spaces are kept.
 * Empty when nothing but white space is left.
 */
export function canonicalName(name: string): string {
  return cutText(cleanText(name).normalize('NFC').trim(), NAME_LENGTH_MAX);
}
