import { describe, expect, it } from 'vitest';
import { keepProperties } from '@/lib/segment/properties';

describe('properties', () => {
  it('keep the keys and values of the customer', () => {
    const raw = { form_id: 'demo', 'a.b': 1, '': true, '🎉': null, nested: { list: [1, 'x', { y: 2 }] } };
    expect(keepProperties(raw)).toEqual({ properties: raw, isCut: false, isRedacted: false });
  });

  it.each([[[1]], ['x'], [5], [null], [undefined], [true]])('that are no object are none: %j', (raw) =>
    expect(keepProperties(raw).properties).toEqual({}),
  );

  it('are at most 10,000 values', () => {
    const raw = Object.fromEntries(Array.from({ length: 10_050 }, (_, i) => [`k${i}`, i]));
    const kept = keepProperties(raw);
    expect(Object.keys(kept.properties)).toHaveLength(10_000);
    expect(kept.isCut).toBe(true);
  });

  it('count the values of nested lists', () => {
    const kept = keepProperties({ products: Array.from({ length: 20_000 }, () => null) });
    expect(kept.isCut).toBe(true);
    expect((kept.properties.products as unknown[]).length).toBeLessThan(10_000);
  });

  it('cut long texts and say so', () => {
    const kept = keepProperties({ text: 'x'.repeat(1_000_000) });
    expect(kept.properties.text).toHaveLength(4_096);
    expect(String(kept.properties.text).endsWith('…')).toBe(true);
    expect(kept.isCut).toBe(true);
  });

  it('never cut a character in half', () => {
    const kept = keepProperties({ text: `${'x'.repeat(4_094)}🎉🎉` });
    expect(String(kept.properties.text).isWellFormed()).toBe(true);
  });

  it('are fit for PostgreSQL: no NUL, no lone surrogate, no infinity', () => {
    const raw = JSON.parse('{"a\\u0000b":"c\\u0000d\\ud800e","big":1e400}');
    expect(keepProperties(raw).properties).toEqual({ ab: 'cd\ufffde', big: null });
  });

  it('survive a key named __proto__', () => {
    const { properties } = keepProperties(JSON.parse('{"__proto__":{"isAdmin":true},"constructor":1}'));
    expect(JSON.stringify(properties)).toBe('{"__proto__":{"isAdmin":true},"constructor":1}');
    expect((properties as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  it('lose what looks personal and say so', () => {
    expect(keepProperties({ email: 'a@b.example', phone: 4_155_552_671, 'x@y.example': 1 })).toEqual({
      properties: { email: '[email]', phone: '[number]', '[email]': 1 },
      isCut: false,
      isRedacted: true,
    });
  });
});
