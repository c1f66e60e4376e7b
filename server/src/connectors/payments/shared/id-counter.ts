/**
 * Counts how often each text was seen and keeps no text: 64 bits of hash stand for it, in small tables that grow one by
 * one, so that ten million ids fit in about a hundred megabytes. That two of ten million differing ids share all 64 bits
 * happens in one file of four hundred thousand; then the later one is told apart from the earlier, and nothing is lost.
 */
export class IdCounter {
  readonly #tables: Table[] = [];
  readonly #repeats = new Map<string, number>();

  /** 1 for a text that is new, 2 when it comes for the second time, and so on. */
  count(text: string): number {
    let [high, low] = [0x811c9dc5, 0x9e3779b9];
    for (let i = 0; i < text.length; i += 1) {
      const code = text.charCodeAt(i);
      high = Math.imul(high ^ code, 0x01000193);
      low = Math.imul((low << 13) | (low >>> 19), 0x85ebca6b) ^ code;
    }
    high = mixed(high ^ text.length);
    low = mixed(low);
    if ((this.#tables[high & (TABLES - 1)] ??= new Table()).add(high, low)) return 1;
    const times = (this.#repeats.get(text) ?? 1) + 1;
    this.#repeats.set(text, times);
    return times;
  }
}

const TABLES = 64;
const SLOTS = 16;

function mixed(value: number): number {
  const half = Math.imul(value ^ (value >>> 16), 0x7feb352d);
  return Math.imul(half ^ (half >>> 15), 0x846ca68b) ^ (half >>> 16);
}

/** Open addressing; the pair of zeros marks a free slot, so a hash of zero counts as one. */
class Table {
  #slots = new Uint32Array(2 * SLOTS);
  #used = 0;

  /** False where the pair is there already. */
  add(high: number, low: number): boolean {
    if (this.#used * 5 >= this.#slots.length * 2) this.#grow();
    const added = put(this.#slots, high >>> 0, (low || 1) >>> 0);
    if (added) this.#used += 1;
    return added;
  }

  #grow(): void {
    const wider = new Uint32Array(this.#slots.length * 2);
    for (let i = 0; i < this.#slots.length; i += 2) if (this.#slots[i + 1] !== 0) put(wider, this.#slots[i] ?? 0, this.#slots[i + 1] ?? 0);
    this.#slots = wider;
  }
}

function put(slots: Uint32Array, high: number, low: number): boolean {
  const mask = slots.length / 2 - 1;
  for (let at = (low ^ (high >>> 6)) & mask; ; at = (at + 1) & mask) {
    if (slots[2 * at + 1] === 0) {
      slots[2 * at] = high;
      slots[2 * at + 1] = low;
      return true;
    }
    if (slots[2 * at] === high && slots[2 * at + 1] === low) return false;
  }
}
