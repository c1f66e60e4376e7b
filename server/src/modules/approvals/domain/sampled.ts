const PRIME = 0x9e3779b1;
const RANGE = 0x1_0000_0000;

/** A well mixed 32-bit number from a text (FNV-1a, then murmur3's finish): ids made one after the other land far apart. */
function mix(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return Math.imul(hash ^ (hash >>> 16), PRIME) >>> 0;
}

/**
 * Is this one looked at afterwards? The same id and rate give the same answer for ever, so the sample can be
 * recomputed by a stranger; raising the rate only adds to it. `salt` is the company's secret, without which a person
 * could foresee which of their claims will not be looked at.
 */
export function sampled(id: string, rate: number, salt = ''): boolean {
  return rate >= 1 || (rate > 0 && mix(`${salt}:${id}`) / RANGE < rate);
}
