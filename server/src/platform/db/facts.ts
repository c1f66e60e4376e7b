/**
 * Facts as jsonb and back. A bigint is written as `{"$": "123"}`: JSON's own numbers would lose cents, and a plain
 * string could not be told from text.
 */
export function packFacts(value: unknown): string {
  return JSON.stringify(value, (_, v: unknown) => (typeof v === 'bigint' ? { $: v.toString() } : v));
}

export function unpackFacts<T>(stored: unknown): T {
  if (Array.isArray(stored)) return stored.map((item) => unpackFacts<unknown>(item)) as T;
  if (stored === null || typeof stored !== 'object') return stored as T;
  const entries = Object.entries(stored);
  const only = entries.length === 1 ? entries[0] : undefined;
  if (only?.[0] === '$' && typeof only[1] === 'string') return BigInt(only[1]) as T;
  return Object.fromEntries(entries.map(([key, item]) => [key, unpackFacts<unknown>(item)])) as T;
}
