/**
 * Which arm a visitor of a campaign is in. The script decides with this very code in the browser, and the server checks.
 *
 *   u = hash(salt, visitor) in [0, 1)        personalized when u < share, else control
 *
 * Every campaign has a salt of its own, so the arms of two campaigns are independent of each other; the variation is drawn
 * from a second hash, so that a changed share does not move visitors between variations. Visitors near 0 stay personalized
 * when the share grows: nobody changes arm who need not.
 *
 * Runs in browsers: no imports, no newer syntax than ES2020, and few bytes.
 */

/** 32 bits of MurmurHash3 (Austin Appleby, public domain) over UTF-16 units, as a number in [0, 1). */
export function unitHash(text: string): number {
  let h = text.length;
  for (let i = 0; i < text.length; i++) {
    let k = Math.imul(text.charCodeAt(i), 0xcc9e2d51);
    k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
    h ^= k;
    h = Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64;
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 4294967296;
}

/**
 * The index of the visitor's variation, or -1 for control. `share` is the personalized share in percent, `weights` one
 * positive number per variation.
 */
export function allocate(salt: string, visitor: string, share: number, weights: readonly number[]): number {
  if (unitHash(`${salt}:${visitor}`) * 100 >= share) return -1;
  let rest = unitHash(`${salt}/${visitor}`) * weights.reduce((sum, weight) => sum + weight, 0);
  for (let i = 0; i < weights.length; i++) {
    rest -= weights[i] ?? 0;
    if (rest < 0) return i;
  }
  return weights.length - 1;
}
