/**
 * Least data kept. Addresses keep scheme, host, path and a few harmless query parameters; text that looks like an email
 * address, a telephone number or a card number is replaced by a marker. What this does not cover: names of people, postal
 * addresses, identifiers of other systems, and personal data hidden inside encoded text.
 *
 * Quantifiers are bounded, so that no text makes a pattern slow.
 */

const KEPT_PARAMETERS = new Set(['gclid', 'ref']);

function isKeptParameter(name: string): boolean {
  const lower = name.toLowerCase();
  return lower.startsWith('utm_') || KEPT_PARAMETERS.has(lower);
}

/** "?utm_source=a&token=b" -> "?utm_source=a"; "" when nothing is kept. `query` may begin with "?". */
export function trimQuery(query: string): string {
  const kept = [...new URLSearchParams(query.replace(/^\?/, ''))].filter(([name]) => isKeptParameter(name));
  return kept.length === 0 ? '' : `?${new URLSearchParams(kept.map(([name, value]) => [name, redactText(value)]))}`;
}

/** Scheme, host, path and kept parameters of an absolute http(s) address; null when it is none. */
export function trimUrl(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  return `${url.origin}${redactText(url.pathname)}${url.search === '' ? '' : trimQuery(url.search)}`;
}

const EMAIL = /[^\s@"'<>(),;:=/?&]{1,64}(?:@|%40)[^\s@"'<>(),;:=/?&]{1,190}\.[^\s@"'<>(),;:=/?&.]{2,24}/gi;
const CARD = /(?<![\d.-])[2-6]\d{3}(?:[ -]?\d){9,15}(?![\d.-])/g;
const PHONE =
  /(?<![\w.+-])(?:\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d(?:[ .-]?\d){5,12}|\(\d{3}\) ?\d{3}[ .-]\d{4}|\d{3}[ .-]\d{3}[ .-]\d{4})(?![\w-])/g;

/** Text with what looks like personal data replaced by "[email]", "[phone]" or "[card]". */
export function redactText(text: string): string {
  let result = text;
  if (result.includes('@') || result.includes('%40')) result = result.replace(EMAIL, '[email]');
  if (!/\d{3}/.test(result)) return result;
  return result.replace(CARD, (digits) => (isCardNumber(digits) ? '[card]' : digits)).replace(PHONE, '[phone]');
}

/** The check digit that every card number carries (Luhn, ISO/IEC 7812-1). */
function isCardNumber(text: string): boolean {
  const digits = text.replace(/\D/g, '');
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return digits.length >= 13 && digits.length <= 19 && sum % 10 === 0;
}

const PHONE_KEY = /phone|mobile|(?:^|_)tel(?:_|$)|fax|whatsapp/i;
const CARD_KEY = /card_?number|(?:^|_)pan(?:_|$)|(?:^|_)iban(?:_|$)|(?:^|_)ssn(?:_|$)|(?:^|_)cvv(?:_|$)/i;

/**
 * A text value under its key, as it is kept: addresses and queries trimmed, personal data replaced. Bare digits are taken
 * for a telephone or card number only where the key says so: order numbers are digits too.
 */
export function redactValue(key: string, text: string): string {
  if (text.length >= 5 && /\d/.test(text)) {
    if (PHONE_KEY.test(key)) return '[phone]';
    if (CARD_KEY.test(key)) return '[card]';
  }
  const colon = text.charCodeAt(4) === 58 || text.charCodeAt(5) === 58; // http: or https:
  if (colon && /^https?:\/\//i.test(text)) return trimUrl(text) ?? '[address]';
  const question = text.indexOf('?');
  if (question >= 0 && text.includes('=', question) && !/\s/.test(text)) {
    return redactText(text.slice(0, question)) + trimQuery(text.slice(question).split('#', 1)[0] ?? '');
  }
  return redactText(text);
}

/** Whether a number under this key is a telephone or card number. */
export function isPersonalNumber(key: string, value: number): boolean {
  return Math.abs(value) >= 100_000 && (PHONE_KEY.test(key) || CARD_KEY.test(key));
}
