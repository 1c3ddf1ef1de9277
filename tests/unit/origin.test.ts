import { describe, expect, it } from 'vitest';
import { isOwnOrigin, requestOrigin, safePath } from '@/lib/origin';

describe('the address of the application', () => {
  it.each([
    ['the host of the request', { host: '127.0.0.1:3000' }, undefined, 'http://127.0.0.1:3000'],
    ['another host of the request', { host: 'localhost:4100' }, undefined, 'http://localhost:4100'],
    [
      'what a proxy says of it',
      { host: '10.0.0.7:3000', 'x-forwarded-host': 'app.example.com', 'x-forwarded-proto': 'https' },
      undefined,
      'https://app.example.com',
    ],
    [
      'the first of several proxies',
      { 'x-forwarded-host': 'app.example.com, inner', 'x-forwarded-proto': 'https, http' },
      undefined,
      'https://app.example.com',
    ],
    [
      'APP_URL, whatever the request says',
      { host: 'evil.example' },
      'https://app.example.com',
      'https://app.example.com',
    ],
  ])('is %s', (_, headers, appUrl, expected) => {
    expect(requestOrigin(new Headers(headers), appUrl)).toBe(expected);
  });
});

describe('a request of our own pages', () => {
  it.each([
    ['the same host', { origin: 'http://localhost:3000', host: 'localhost:3000' }, true],
    ['the same host behind TLS', { origin: 'https://app.example.com', 'x-forwarded-host': 'app.example.com' }, true],
    ['the host of APP_URL behind a proxy that hides it', { origin: 'https://app.test', host: '10.0.0.7' }, true],
    ['another host', { origin: 'https://evil.example', host: 'localhost:3000' }, false],
    ['another port', { origin: 'http://localhost:4000', host: 'localhost:3000' }, false],
    [
      'a host that only begins like ours',
      { origin: 'http://localhost:3000.evil.example', host: 'localhost:3000' },
      false,
    ],
    ['no origin', { host: 'localhost:3000' }, false],
    ['the opaque origin', { origin: 'null', host: 'localhost:3000' }, false],
  ])('is judged by its Origin: %s', (_, headers: Record<string, string>, expected) => {
    expect(isOwnOrigin(new Headers(headers), 'https://app.test')).toBe(expected);
  });
});

describe('a path to go on to', () => {
  it.each([
    ['/', '/'],
    ['/conversions/manage?search=a%20b#row', '/conversions/manage?search=a%20b#row'],
    ['http://localhost/integrations', '/integrations'],
  ])('within the application stays: %s', (wanted, expected) => {
    expect(safePath(wanted)).toBe(expected);
  });

  it.each([
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example/',
    '\\\\evil.example',
    '/\t/evil.example',
    '/..//evil.example',
    '/./\\evil.example',
    'http://localhost//evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    'http:evil.example',
    'https:evil.example',
    'http://[',
    '',
    undefined,
    ['/conversions'],
  ])('that leads elsewhere becomes the home: %j', (wanted) => {
    const path = safePath(wanted);
    expect(new URL(path, 'http://localhost').host).toBe('localhost');
    expect(path.startsWith('//')).toBe(false);
    expect(new URL(path, 'https://other.test').host).toBe('other.test');
  });
});
