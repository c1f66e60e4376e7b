import { existsSync } from 'node:fs';
import type { Clock } from '../clock.ts';
import type { RehearsalOptions } from '../config.ts';
import type { Faults } from '../faults.ts';
import type { Say } from '../log.ts';
import { openJournal, replaceFile, type Journal } from '../store/journal.ts';
import type { Message, Sender } from './message.ts';
import { sendOnce } from './send.ts';

const WAIT_MS_FIRST = 200;
const WAIT_MS_MAX = 15_000;
/** Simulated seconds that the faults `delay` and `drop` hold a message back. */
const HELD_SECONDS = 1_800;
const HELD_MS_MAX = 10_000;

export type Outbox = {
  /** Keeps the message until it is acknowledged. One id is one message: the second time nothing happens. */
  put(message: Message): void;
  /** Messages not acknowledged yet. */
  waiting(): number;
  stop(): void;
};

type Line = { readonly put: Message } | { readonly done: string };
type Queued = { readonly message: Message; attempts: number; notBefore: number; held: boolean };
type Parts = { readonly path: string; readonly options: RehearsalOptions; readonly clock: Clock; readonly faults: Faults; readonly say: Say };

/** What the journal says is still to be sent; acknowledged messages shrink to their ids. */
function readPending(path: string): { pending: Message[]; known: Set<string> } {
  const { past } = openJournal<Line>(path);
  const done = new Set(past.flatMap((line) => ('done' in line ? [line.done] : [])));
  const pending = past.flatMap((line) => ('put' in line && !done.has(line.put.id) ? [line.put] : []));
  const lines: Line[] = [...[...done].map((id) => ({ done: id })), ...pending.map((put) => ({ put }))];
  if (existsSync(path)) replaceFile(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return { pending, known: new Set([...done, ...pending.map((message) => message.id)]) };
}

/** One queue a sender: in order while all goes well, a message that fails steps aside and comes again later. */
export function openOutbox(parts: Parts): Outbox {
  return new JournalledOutbox(parts);
}

class JournalledOutbox implements Outbox {
  readonly #parts: Parts;
  readonly #journal: Journal<Line>;
  readonly #known: Set<string>;
  readonly #queues = new Map<Sender, Queued[]>();
  readonly #busy = new Set<Sender>();
  readonly #timers = new Map<Sender, NodeJS.Timeout>();
  #stopped = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    const { pending, known } = readPending(parts.path);
    this.#known = known;
    this.#journal = openJournal<Line>(parts.path);
    for (const message of pending) this.#enqueue(message);
  }

  put(message: Message): void {
    if (this.#known.has(message.id)) return;
    this.#known.add(message.id);
    this.#journal.add({ put: message });
    this.#enqueue(message);
  }

  waiting(): number {
    return [...this.#queues.values()].reduce((count, queue) => count + queue.length, 0);
  }

  stop(): void {
    this.#stopped = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  /** Waits are real: they run on the machine's own steady clock, whatever the world's clock shows. */
  #now(): number {
    return performance.now();
  }

  #heldUntil(): number {
    return this.#now() + Math.min(HELD_MS_MAX, (HELD_SECONDS * 1000) / this.#parts.clock.speed);
  }

  #enqueue(message: Message): void {
    const queue = this.#queues.get(message.from) ?? [];
    this.#queues.set(message.from, queue);
    const one: Queued = { message, attempts: 0, notBefore: 0, held: false };
    if (this.#parts.faults.has('reorder', message.from)) {
      // Out of order: the newest jumps the queue; one that is alone waits for a newer one to overtake it.
      if (queue.length === 0) one.notBefore = this.#heldUntil();
      queue.unshift(one);
    } else queue.push(one);
    void this.#pump(message.from);
  }

  async #pump(sender: Sender): Promise<void> {
    const queue = this.#queues.get(sender) ?? [];
    if (this.#busy.has(sender) || this.#stopped) return;
    this.#busy.add(sender);
    const ready = (): Queued | undefined => queue.find((one) => one.notBefore <= this.#now());
    for (let next = ready(); next && !this.#stopped; next = ready()) await this.#deliver(queue, next);
    this.#busy.delete(sender);
    if (this.#stopped || queue.length === 0) return;
    clearTimeout(this.#timers.get(sender));
    const wait = Math.max(5, Math.min(...queue.map((one) => one.notBefore)) - this.#now());
    this.#timers.set(sender, setTimeout(() => void this.#pump(sender), wait));
  }

  async #deliver(queue: Queued[], one: Queued): Promise<void> {
    const { faults, options, clock, say } = this.#parts;
    const { message } = one;
    if (!one.held && (faults.has('delay', message.from) || faults.has('drop', message.from))) {
      one.held = true;
      one.notBefore = this.#heldUntil();
      say(message.from, faults.has('drop', message.from) ? { zh: `消息丢失，稍后重发：${message.id}`, en: `A message is lost and will be sent again: ${message.id}` } : { zh: `消息延迟：${message.id}`, en: `A message is late: ${message.id}` });
      return;
    }
    if (one.attempts === 0 && (message.kind === 'webhook' || message.kind === 'vendor') && faults.has('bad-signature', message.from)) await this.#forge(message);
    const status = await sendOnce(message, options, clock.real());
    if (this.#stopped) return;
    if (status >= 200 && status < 300) {
      if (faults.has('duplicate', message.from)) {
        const again = await sendOnce(message, options, clock.real());
        say(message.from, { zh: `重复发送 ${message.id}，答复 ${again || '无'}`, en: `Sent ${message.id} twice, answered ${again || 'nothing'}` });
      }
      queue.splice(queue.indexOf(one), 1);
      this.#journal.add({ done: message.id });
      return;
    }
    one.attempts += 1;
    one.notBefore = this.#now() + Math.min(WAIT_MS_MAX, WAIT_MS_FIRST * 2 ** Math.min(one.attempts, 10));
    if (one.attempts === 1 || one.attempts % 20 === 0) say(message.from, { zh: `未被接收（${status || '无答复'}），将重试：${message.id}`, en: `Not taken (${status || 'no answer'}), will try again: ${message.id}` });
  }

  /** The same call under a signature that is not ours: a receiver that takes it is broken. */
  async #forge(message: Message): Promise<void> {
    const { options, clock, say } = this.#parts;
    const status = await sendOnce(message, options, clock.real(), true);
    say(message.from, status >= 400 && status < 500
      ? { zh: `伪造签名被拒绝（${status}）`, en: `A forged call was refused (${status})` }
      : { zh: `伪造签名未被拒绝（${status || '无答复'}）`, en: `A forged call was not refused (${status || 'no answer'})` });
  }
}
