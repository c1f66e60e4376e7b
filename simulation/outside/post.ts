import { epochMs, type Instant } from '@roundtrip/kernel';
import type { Chance } from '../../rehearsal/src/chance.ts';

export type Headers = Readonly<Record<string, string>>;

/** A call that somebody outside wants to make until it is answered as they expect. */
export type Letter = {
  readonly id: string;
  readonly connector: string;
  readonly body: string;
  /** How its sender signs it at the moment of sending; Alipay repeats the first signature. */
  sign(at: Instant, body: string): Headers;
  /** Its sender gives up after that: what is lost then is found by pulling. */
  readonly lossy: boolean;
};

export type Answer = 'taken' | 'refused' | 'silent';
export type Deliver = (letter: Letter, headers: Headers, body: string) => Promise<Answer>;
type Waiting = { readonly letter: Letter; tries: number; notBefore: number };

const HOUR_MS = 3_600_000;
const TRIES_MAX = 3;

/** The post between the outside and the house: it loses, doubles, delays, reorders, forges and repeats. */
export class Post {
  readonly #waiting: Waiting[] = [];
  readonly #sent: { readonly letter: Letter; readonly headers: Headers }[] = [];
  readonly #chance: Chance;
  readonly #say: (line: string) => void;
  /** Forged, changed or repeated calls that were taken although they must not be: every one is a finding. */
  readonly forged: string[] = [];

  constructor(chance: Chance, say: (line: string) => void) {
    this.#chance = chance;
    this.#say = say;
  }

  put(letter: Letter): void { this.#waiting.push({ letter, tries: 0, notBefore: 0 }); }
  get waiting(): number { return this.#waiting.length; }

  /** Delivers what is due. `calm`: nothing goes wrong on the way. */
  async deliver(now: Instant, calm: boolean, deliver: Deliver): Promise<void> {
    const ms = epochMs(now);
    const chance = this.#chance;
    const due = this.#waiting.filter((one) => calm || one.notBefore <= ms);
    if (!calm && chance.next() < 0.5) due.sort((a, b) => (chance.next() < 0.5 ? -1 : 1) + (a === b ? 0 : 0));
    for (const one of due) {
      const luck = calm ? 1 : chance.next();
      if (luck < 0.08) this.#late(one, ms, 'delayed');
      else if (luck < 0.14) this.#lost(one, ms);
      else await this.#send(one, now, { deliver, twice: luck < 0.24, forge: luck > 0.94 && !calm });
    }
    if (!calm && this.#sent.length > 0 && chance.next() < 0.3) await this.#repeat(now, deliver);
  }

  #late(one: Waiting, ms: number, word: string): void {
    one.notBefore = ms + (1 + Math.floor(this.#chance.next() * 90)) * HOUR_MS;
    this.#say(`${word} ${one.letter.id}`);
  }

  #lost(one: Waiting, ms: number): void {
    one.tries += 1;
    if (one.letter.lossy && one.tries >= TRIES_MAX) this.#drop(one, 'given up');
    else this.#late(one, ms, 'lost');
  }

  #drop(one: Waiting, word: string): void {
    this.#waiting.splice(this.#waiting.indexOf(one), 1);
    this.#say(`${word} ${one.letter.id}`);
  }

  async #send(one: Waiting, now: Instant, how: { readonly deliver: Deliver; readonly twice: boolean; readonly forge: boolean }): Promise<void> {
    const { letter } = one;
    const headers = letter.sign(now, letter.body);
    if (how.forge) await this.#forge(letter, headers, how.deliver);
    let answer = await how.deliver(letter, headers, letter.body);
    if (how.twice) answer = await how.deliver(letter, letter.sign(now, letter.body), letter.body);
    this.#say(`sent ${letter.id} ${answer}`);
    this.#sent.push({ letter, headers });
    if (answer === 'taken') this.#drop(one, 'done');
    else this.#lost(one, epochMs(now));
  }

  /** The same call with one digit changed under the old signature. */
  async #forge(letter: Letter, headers: Headers, deliver: Deliver): Promise<void> {
    const changed = letter.body.replace(/\d/, (digit) => String((Number(digit) + 1) % 10));
    // Programmes show a key instead of signing.
    if (Object.keys(headers).length > 0 && changed !== letter.body && (await deliver(letter, headers, changed)) === 'taken') this.forged.push(letter.id);
  }

  /** A call that was heard once is played again later, word for word with its old stamp. */
  async #repeat(now: Instant, deliver: Deliver): Promise<void> {
    const old = this.#sent[this.#chance.int(0, this.#sent.length - 1)];
    if (old) this.#say(`repeated ${old.letter.id} ${await deliver(old.letter, old.headers, old.letter.body)} ${now}`);
  }
}
