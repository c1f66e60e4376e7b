import { repack } from '@roundtrip/rehearsal/makers';
import type { Draw } from './chance.ts';

const NASTY = ['0', '-1', '99999999999999999999', '1e309', 'NaN', '.', '-', '', '\u0000', '\ufffd', ']]>', '<!--', '<![CDATA[', '&amp;', '&x;', '%', '../../etc/passwd', '\r\n', '"', ';', '，', '¥', '2026-02-30', '0000-00-00', '9'.repeat(400), '<a>'.repeat(80), ' '.repeat(3000)];
const encoder = new TextEncoder();
const joined = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

type Mutation = (bytes: Uint8Array, draw: Draw, other: Uint8Array) => Uint8Array;

const part = (bytes: Uint8Array, draw: Draw): readonly [number, number] => {
  const from = draw.below(bytes.length + 1);
  return [from, Math.min(bytes.length, from + 1 + draw.below(draw.pick([4, 40, 400]) ))];
};

const cut: Mutation = (bytes, draw) => bytes.slice(0, draw.below(bytes.length + 1));
const flip: Mutation = (bytes, draw) => {
  const changed = bytes.slice();
  for (let n = 1 + draw.below(8); n > 0 && changed.length > 0; n -= 1) changed[draw.below(changed.length)] = draw.below(256);
  return changed;
};
const remove: Mutation = (bytes, draw) => { const [from, to] = part(bytes, draw); return joined(bytes.subarray(0, from), bytes.subarray(to)); };
const repeat: Mutation = (bytes, draw) => { const [from, to] = part(bytes, draw); return joined(bytes.subarray(0, to), ...Array.from({ length: 1 + draw.below(draw.pick([2, 30])) }, () => bytes.subarray(from, to)), bytes.subarray(to)); };
const insert: Mutation = (bytes, draw) => { const [from] = part(bytes, draw); return joined(bytes.subarray(0, from), draw.below(2) === 0 ? draw.bytes(1 + draw.below(30)) : encoder.encode(draw.pick(NASTY)), bytes.subarray(from)); };
const splice: Mutation = (bytes, draw, other) => joined(bytes.subarray(0, draw.below(bytes.length + 1)), other.subarray(draw.below(other.length + 1)));

/** Another value in place of a number or a text between marks: the file stays well-formed, what it says does not. */
const replaceValue: Mutation = (bytes, draw) => {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const spots = [...text.matchAll(draw.pick([/\d+(?:\.\d+)?/g, />[^<>]+</g, /"[^"<>]*"/g, /[^,\t\r\n]+/g]))];
  const spot = spots[draw.below(spots.length)];
  if (!spot) return insert(bytes, draw, bytes);
  const [open, close] = /^[>"]/.test(spot[0]) ? [spot[0].slice(0, 1), spot[0].slice(-1)] : ['', ''];
  return joined(bytes.subarray(0, spot.index), encoder.encode(`${open}${draw.pick(NASTY)}${close}`), bytes.subarray(spot.index + spot[0].length));
};

const PLAIN: readonly Mutation[] = [cut, flip, flip, remove, repeat, insert, splice, replaceValue, replaceValue, replaceValue];

/** Changes what lies inside a zip and packs it anew, so that its reader gets past the checksums. */
const insideZip: Mutation = (bytes, draw, other) => {
  try {
    return repack(bytes, (entries) => {
      const name = draw.pick(Object.keys(entries));
      const changed = mutate(entries[name] ?? new Uint8Array(0), draw, other);
      return { ...entries, [draw.below(8) === 0 ? `../${name}` : name]: changed };
    });
  } catch {
    return flip(bytes, draw, other);
  }
};

/** One to three changes of a whole file. */
export function mutate(bytes: Uint8Array, draw: Draw, other: Uint8Array): Uint8Array {
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  let changed = bytes;
  for (let n = 1 + draw.below(3); n > 0; n -= 1) changed = (isZip && draw.below(4) !== 0 ? insideZip : draw.pick(PLAIN))(changed, draw, other);
  return changed;
}
