import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allocate, civilDateIn, convert, formatAmount, instantAt, money, parseCivilDate, parseId, parseInstant, parseMoney, uuidv7, type Instant } from './index.ts';

const currencies = fc.constantFrom('CNY', 'JPY', 'KWD', 'USD', 'CLF');
const minors = fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n });

describe('money', () => {
  test('written and read again is the same amount', () => {
    fc.assert(fc.property(minors, currencies, (minor, currency) => {
      expect(parseMoney(formatAmount({ minor, currency }), currency)).toEqual({ ok: true, value: { minor, currency } });
    }));
  });

  test('is never rounded in reading', () => {
    expect(parseMoney('1.005', 'CNY').ok).toBe(false);
    expect(parseMoney('1.50', 'JPY').ok).toBe(false);
    expect(parseMoney('1.500', 'CNY')).toEqual({ ok: true, value: money(150n, 'CNY') });
    expect(parseMoney('1', 'XXX').ok).toBe(false);
    for (const text of ['', '.', '1,000.00', '1e3', 'NaN', '--1', '１']) expect(parseMoney(text, 'CNY').ok).toBe(false);
  });

  test('split, never gains or loses a minor unit, and no part is off by more than one', () => {
    const weights = fc.array(fc.bigInt({ min: 0n, max: 10_000n }), { minLength: 1, maxLength: 12 }).filter((list) => list.some((w) => w > 0n));
    fc.assert(fc.property(minors, weights, (minor, list) => {
      const whole = list.reduce((a, b) => a + b, 0n);
      const parts = allocate(money(minor, 'CNY'), list);
      expect(parts.reduce((sum, part) => sum + part.minor, 0n)).toBe(minor);
      parts.forEach((part, i) => {
        const off = part.minor * whole - minor * (list[i] ?? 0n);
        expect(off < whole && -off < whole).toBe(true);
      });
    }));
    expect(allocate(money(100n, 'CNY'), [1n, 1n, 1n]).map((part) => part.minor)).toEqual([34n, 33n, 33n]);
  });

  test('converted, rounds half away from zero and respects both currencies’ digits', () => {
    const rate = { from: 'JPY', to: 'CNY', numerator: 48n, denominator: 1000n };
    expect(convert(money(1000n, 'JPY'), rate).minor).toBe(4800n);
    expect(convert(money(-1n, 'JPY'), { ...rate, numerator: 5n }).minor).toBe(-1n);
  });
});

describe('time', () => {
  test('a day is named only by a zone', () => {
    const at = '2026-03-31T17:30:00.000Z' as Instant;
    expect(civilDateIn('Asia/Shanghai', at)).toBe('2026-04-01');
    expect(civilDateIn('America/New_York', at)).toBe('2026-03-31');
  });

  test('wall time and moment are each other’s inverse away from clock changes', () => {
    expect(instantAt('Asia/Shanghai', '2026-11-24T09:30:00')).toBe('2026-11-24T01:30:00.000Z');
    expect(instantAt('Europe/Berlin', '2026-07-01T00:00:00')).toBe('2026-06-30T22:00:00.000Z');
    expect(instantAt('Europe/Berlin', '2026-10-25T02:30:00')).toBe('2026-10-25T00:30:00.000Z');
  });

  test('days and moments that do not exist are refused', () => {
    expect(parseCivilDate('2026-02-30')).toBeNull();
    expect(parseCivilDate('2026-2-3')).toBeNull();
    expect(parseInstant('2026-01-01T00:00:00')).toBeNull();
    expect(parseInstant('2026-01-01T08:00:00+08:00')).toBe('2026-01-01T00:00:00.000Z');
  });
});

test('ids are UUIDv7 and sort by their time', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 2 ** 47 }), fc.integer({ min: 1, max: 1000 }), fc.uint8Array({ minLength: 10, maxLength: 10 }), (ms, later, random) => {
    const id = uuidv7(ms, random);
    expect(parseId(id)).toBe(id);
    expect(id[14]).toBe('7');
    expect(uuidv7(ms + later, random) > id).toBe(true);
  }));
});
