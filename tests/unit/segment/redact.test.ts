import { describe, expect, it } from 'vitest';
import { redactText, redactValue, trimUrl } from '@/lib/segment/redact';

describe('an address', () => {
  it.each([
    ['https://shop.example.com/pricing', 'https://shop.example.com/pricing'],
    [
      'https://a.example/p?utm_source=g&token=x&gclid=1&ref=r&email=a@b.example',
      'https://a.example/p?utm_source=g&gclid=1&ref=r',
    ],
    ['https://a.example/p?UTM_Campaign=c', 'https://a.example/p?UTM_Campaign=c'],
    ['https://a.example/p?token=x', 'https://a.example/p'],
    ['https://user:secret@a.example:8443/p#access_token=1', 'https://a.example:8443/p'],
    ['https://a.example/u/jane@b.example/x', 'https://a.example/u/[email]/x'],
    ['https://a.example/p?utm_term=jane@b.example', 'https://a.example/p?utm_term=%5Bemail%5D'],
  ])('%s is kept as %s', (address, kept) => expect(trimUrl(address)).toBe(kept));

  it.each(['javascript:alert(1)', 'file:///etc/passwd', '/pricing', 'not an address', ''])('%s is none', (address) =>
    expect(trimUrl(address)).toBeNull(),
  );
});

describe('text that looks like personal data is replaced', () => {
  it.each([
    ['jane.doe+x@mail.example.com', '[email]'],
    ['write to jane@b.example, please', 'write to [email], please'],
    ['jane%40b.example', '[email]'],
    ['+49 170 1234567', '[phone]'],
    ['+1 (415) 555-2671', '[phone]'],
    ['(415) 555-2671', '[phone]'],
    ['415-555-2671', '[phone]'],
    ['4111 1111 1111 1111', '[card]'],
    ['4111111111111111', '[card]'],
    ['3782-822463-10005', '[card]'],
  ])('%s', (text, kept) => expect(redactText(text)).toBe(kept));
});

describe('text that does not is kept', () => {
  it.each([
    'Form Submitted',
    '2026-11-24',
    '2026-11-24T02:23:50.997Z',
    '1700000000000',
    '10045678901',
    '4111111111111112', // no card: the check digit is wrong
    '240b5446-4744-4106-8fb0-dd88cd85cb9b',
    '203.0.113.9',
    '1.84.3',
    '39.95',
    '@handle',
    'a@b',
    'ORD-2026-0001-4411',
    'Köp ✓ 漢字 🎉',
  ])('%s', (text) => expect(redactText(text)).toBe(text));
});

describe('a property under its key', () => {
  it.each([
    ['phone', '4155552671', '[phone]'],
    ['mobileNumber', '0170 1234567', '[phone]'],
    ['card_number', '12345', '[card]'],
    ['order_id', '4155552671', '4155552671'],
    ['search', '?q=secret&utm_medium=cpc', '?utm_medium=cpc'],
    ['path', '/reset?token=abc', '/reset'],
    ['href', 'HTTPS://A.example/x?token=1', 'https://a.example/x'],
    ['question', 'Is 2 = 2? yes = yes', 'Is 2 = 2? yes = yes'],
  ])('%s: %s -> %s', (key, text, kept) => expect(redactValue(key, text)).toBe(kept));
});

it('no text makes a pattern slow', () => {
  const start = performance.now();
  for (const part of ['a', '1', '1 ', '+1', '@', 'a@', '(1', '4', '.a']) redactText(part.repeat(100_000));
  expect(performance.now() - start).toBeLessThan(10_000); // in square time it would be minutes
});
