import { describe, expect, it } from 'vitest';
import { isSigned } from '@/lib/segment/signature';

const first = '{"type":"track","event":"Order Completed","anonymousId":"a1","messageId":"m1"}';
const batch = `[${first},{"type":"track","event":"Second","anonymousId":"a2","messageId":"m2"}]`;

describe('X-Signature under the secret abc123', () => {
  it.each([
    ['a single message', '5a5edb63429e0827055e3903d7df0fc9f26f5d20', first, undefined],
    ['a batch by its first element, as Segment signs it', '5a5edb63429e0827055e3903d7df0fc9f26f5d20', batch, first],
    ['a batch as a whole', '7777cfbd673dc8455173710021dc3deed255edb0', batch, first],
    ['UTF-8 bytes', '9fff753c4a4cb26715e7be0474b8df1d57e300da', '{"event":"Köp ✓"}', undefined],
    ['upper-case hex', '5A5EDB63429E0827055E3903D7DF0FC9F26F5D20', first, undefined],
  ])('accepts %s', (_, signature, body, element) => expect(isSigned(signature, 'abc123', body, element)).toBe(true));

  it.each([
    ['one byte changed', '5a5edb63429e0827055e3903d7df0fc9f26f5d21'],
    ['too short', '5a5edb'],
    ['too long', '5a5edb63429e0827055e3903d7df0fc9f26f5d2000'],
    ['not hex', 'z'.repeat(40)],
    ['a megabyte', 'a'.repeat(1_000_000)],
    ['empty', ''],
    ['missing', undefined],
  ])('refuses one that is %s', (_, signature) => expect(isSigned(signature, 'abc123', first)).toBe(false));

  it('refuses the right signature under another secret', () =>
    expect(isSigned('5a5edb63429e0827055e3903d7df0fc9f26f5d20', 'abc124', first)).toBe(false));
});
