import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { clientAddress, noteClientAddress } from '@/lib/client-address';

const address = (chain?: string) => clientAddress(new Headers(chain === undefined ? {} : { 'x-forwarded-for': chain }));

describe('the address that attempts are counted by', () => {
  it.each([
    ['what our server saw, when nobody stands between', '203.0.113.9', '203.0.113.9'],
    ['the client before our own proxies', '203.0.113.9, 10.0.0.7, 127.0.0.1', '203.0.113.9'],
    ['never what the client invented at the front', '1.2.3.4, 203.0.113.9, 10.0.0.7', '203.0.113.9'],
    ['nothing before an entry that is no address', '203.0.113.9, <script>, 10.0.0.7', '10.0.0.7'],
    ['the outermost of private addresses only', '192.168.0.5, 127.0.0.1', '192.168.0.5'],
    ['an IPv4 address without its IPv6 disguise', '::ffff:203.0.113.9', '203.0.113.9'],
    ['an address without its port', '203.0.113.9:52811', '203.0.113.9'],
    ['the network of an IPv6 address', '2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['the network of a short IPv6 address with a port', '[2001:DB8::1]:443', '2001:db8:0:0::/64'],
    ['our own IPv6 address, when nothing is before it', '::1', '0:0:0:0::/64'],
    ['"unknown" for an empty header', '', 'unknown'],
  ])('is %s', (_, chain, expected) => {
    expect(address(chain)).toBe(expected);
  });

  it('is "unknown" without the header', () => {
    expect(address()).toBe('unknown');
  });
});

describe('what our own server sees', () => {
  const addressSeen = (remoteAddress: string, sent?: string) => {
    const socket = Object.defineProperty(new Socket(), 'remoteAddress', { value: remoteAddress });
    const request = Object.assign(new IncomingMessage(socket), { headers: { 'x-forwarded-for': sent } });
    noteClientAddress(request);
    return address(request.headers['x-forwarded-for']);
  };

  it.each([
    ['counts, when a client says nothing', '198.51.100.7', undefined, '198.51.100.7'],
    ['counts, whatever a client from outside says', '198.51.100.7', '1.2.3.4', '198.51.100.7'],
    ['counts, when several values were sent', '198.51.100.7', '1.2.3.4, 10.0.0.1', '198.51.100.7'],
    ['leaves the word to a proxy of ours', '10.0.0.7', '1.2.3.4, 203.0.113.9', '203.0.113.9'],
  ])('%s', (_, remoteAddress, sent, expected) => {
    expect(addressSeen(remoteAddress, sent)).toBe(expected);
  });
});
