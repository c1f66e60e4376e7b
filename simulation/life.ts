/** The process was killed. Whatever its code does with this error, it has no further effect. */
export class Crash extends Error {}

/**
 * The life of the process under test. Every effect (a commit, a call to the outside, an original that is written) counts
 * twice: just before it and just after it. At a chosen count the process dies; from then on nothing has any effect until
 * somebody starts it again.
 */
export class Life {
  #dead = false;
  #count = 0;
  readonly #deaths: Set<number>;
  readonly #draw: () => number;
  #next: number;
  readonly #say: (line: string) => void;
  /** How often it died. */
  crashes = 0;

  /** `deaths` names the counts at which it dies; without it, `draw` says how many effects it lives on each time. */
  constructor(how: { readonly deaths?: readonly number[]; draw(): number; say(line: string): void }) {
    this.#deaths = new Set(how.deaths ?? []);
    this.#draw = how.deaths ? () => Infinity : how.draw;
    this.#next = this.#draw();
    this.#say = how.say;
  }

  /** How many points at which it could have died have passed. */
  get points(): number { return this.#count; }

  alive(): void {
    if (this.#dead) throw new Crash();
  }

  #pass(name: string): void {
    this.alive();
    this.#count += 1;
    if (this.#count < this.#next && !this.#deaths.has(this.#count)) return;
    this.#dead = true;
    this.crashes += 1;
    this.#say(`crash ${this.#count} ${name}`);
    throw new Crash();
  }

  async effect<T>(name: string, work: () => Promise<T>): Promise<T> {
    this.#pass(`before ${name}`);
    const value = await work();
    this.#pass(`after ${name}`);
    return value;
  }

  restart(): void {
    this.#dead = false;
    this.#next = this.#count + this.#draw();
  }

  /** Lives on without end. */
  spare(): void {
    this.restart();
    this.#next = Infinity;
    this.#deaths.clear();
  }
}
