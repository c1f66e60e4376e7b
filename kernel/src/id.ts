/** A UUIDv7 branded with what it names, so that a claim's id cannot be passed where a payment's is wanted. */
export type Id<K extends string> = string & { readonly __id: K };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** RFC 9562 UUIDv7 from a millisecond clock and at least 10 random bytes. Pure: the edge supplies both. */
export function uuidv7(epochMs: number, random: Uint8Array): string {
  const hex = (value: number, width: number): string => value.toString(16).padStart(width, '0');
  const time = hex(epochMs, 12);
  const r = (index: number): number => random[index] ?? 0;
  const a = hex(0x7000 | ((r(0) & 0x0f) << 8) | r(1), 4);
  const b = hex(0x8000 | ((r(2) & 0x3f) << 8) | r(3), 4);
  const c = Array.from({ length: 6 }, (_, i) => hex(r(4 + i), 2)).join('');
  return `${time.slice(0, 8)}-${time.slice(8)}-${a}-${b}-${c}`;
}

export function parseId<K extends string>(text: string): Id<K> | null {
  return UUID.test(text) ? (text as Id<K>) : null;
}
