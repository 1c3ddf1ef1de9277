/**
 * The address that attempts are counted by. X-Forwarded-For ends with what our own server saw; each proxy has put the
 * address of its caller at the end before that, and whoever wants to hide may have written anything at the front. So it is
 * read from the end: private addresses are our own proxies, and the first public one is the client.
 *
 *     X-Forwarded-For: 1.2.3.4 (invented), 203.0.113.9 (the client), 10.0.0.7 (our proxy)   ->   203.0.113.9
 *
 * Does not cover: a proxy with a public address (its clients count as one), and a caller inside the private network, who
 * can pretend to be a proxy. Limits per email hold for those all the same.
 */
import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

const ours = new BlockList();
for (const [network, bits] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
] as const) {
  ours.addSubnet(network, bits, 'ipv4');
}
ours.addSubnet('fc00::', 7, 'ipv6');
ours.addSubnet('fe80::', 10, 'ipv6');
ours.addAddress('::1', 'ipv6');

/** An address, or 'unknown'. An IPv6 address is cut to the 64 bits that one customer of a network is given whole. */
export function clientAddress(headers: Pick<Headers, 'get'>): string {
  let nearest = 'unknown';
  for (const entry of (headers.get('x-forwarded-for') ?? '').split(',').reverse()) {
    const address = plainAddress(entry);
    if (address === null) break; // whoever wrote this is not to be believed about what stands before it
    nearest = address;
    if (!isOurs(address)) break;
  }
  return isIP(nearest) === 6 ? network64(nearest) : nearest;
}

/** Writes the address that our own server sees to the end of the header, before anybody reads it. */
export function noteClientAddress({ headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>): void {
  const chain = [headers['x-forwarded-for'], socket.remoteAddress].flat();
  headers['x-forwarded-for'] = chain.filter((entry) => entry !== undefined).join(', ');
}

/** Without port, brackets, zone and the IPv6 disguise of an IPv4 address; null when it is no address. */
function plainAddress(entry: string): string | null {
  const text = entry
    .trim()
    .replace(/^\[(.*)\](:\d+)?$/, '$1')
    .replace(/^(\d+(?:\.\d+){3}):\d+$/, '$1')
    .replace(/%.*$/, '')
    .replace(/^::ffff:(?=\d+\.)/i, '');
  return isIP(text) === 0 ? null : text.toLowerCase();
}

function isOurs(address: string): boolean {
  return ours.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** `2001:db8::1` -> `2001:db8:0:0::/64` */
function network64(address: string): string {
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [front = '', back = ''] = canonical.split('::');
  const groups = (part: string) => part.split(':').filter((group) => group !== '');
  const zeros = canonical.includes('::') ? 8 - groups(front).length - groups(back).length : 0;
  const whole = [...groups(front), ...Array<string>(zeros).fill('0'), ...groups(back)];
  return `${whole.slice(0, 4).join(':')}::/64`;
}
