import { readFileSync, existsSync } from 'node:fs';
import type { Clock } from '../clock.ts';
import type { RehearsalOptions } from '../config.ts';
import type { Faults } from '../faults.ts';
import type { Say } from '../log.ts';
import { openJournal, replaceFile } from '../store/journal.ts';
import type { Message, Sender } from './message.ts';
import { sendOnce } from './send.ts';

const WAIT_MS_FIRST = 200;
const WAIT_MS_MAX = 15_000;
/** Simulated seconds that the faults `delay` and `drop` hold a message back. */
const HELD_SECONDS = 1_800;

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
  if (existsSync(path) && readFileSync(path).length > 0) replaceFile(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return { pending, known: new Set([...done, ...pending.map((message) => message.id)]) };
}

/** One queue a sender: in order while all goes well, a message that fails steps aside and comes again later. */
export function openOutbox({ path, options, clock, faults, say }: Parts): Outbox {
  const { pending, known } = readPending(path);
  const journal = openJournal<Line>(path);
  const queues = new Map<Sender, Queued[]>();
  const busy = new Set<Sender>();
  const timers = new Map<Sender, NodeJS.Timeout>();
  let stopped = false;
  const realMs = (): number => Date.parse(clock.real());
  const heldMs = (): number => Math.min(10_000, (HELD_SECONDS * 1000) / clock.speed);

  function enqueue(message: Message): void {
    const queue = queues.get(message.from) ?? [];
    const queued: Queued = { message, attempts: 0, notBefore: 0, held: false };
    // Out of order: the newest jumps the queue, and the one before it waits a moment.
    if (faults.has('reorder') && queue.length === 0) queued.notBefore = realMs() + heldMs();
    if (faults.has('reorder')) queue.unshift(queued); else queue.push(queued);
    queues.set(message.from, queue);
    void pump(message.from);
  }

  async function pump(sender: Sender): Promise<void> {
    const queue = queues.get(sender) ?? [];
    if (busy.has(sender) || stopped) return;
    busy.add(sender);
    for (let next = ready(queue); next && !stopped; next = ready(queue)) await deliver(queue, next);
    busy.delete(sender);
    if (stopped || queue.length === 0) return;
    clearTimeout(timers.get(sender));
    const wait = Math.max(5, Math.min(...queue.map((one) => one.notBefore)) - realMs());
    timers.set(sender, setTimeout(() => void pump(sender), wait));
  }

  const ready = (queue: readonly Queued[]): Queued | undefined => queue.find((one) => one.notBefore <= realMs());

  async function deliver(queue: Queued[], one: Queued): Promise<void> {
    const { message } = one;
    if (!one.held && (faults.has('delay') || faults.has('drop'))) {
      one.held = true;
      one.notBefore = realMs() + heldMs();
      const lost = faults.has('drop');
      say(message.from, lost ? { zh: `消息丢失，稍后重发：${message.id}`, en: `A message is lost and will be sent again: ${message.id}` } : { zh: `消息延迟：${message.id}`, en: `A message is late: ${message.id}` });
      return;
    }
    if (one.attempts === 0 && message.kind === 'webhook' && faults.has('bad-signature')) await forge(message);
    const status = await sendOnce(message, options, clock.real());
    if (stopped) return;
    if (status >= 200 && status < 300) {
      queue.splice(queue.indexOf(one), 1);
      journal.add({ done: message.id });
      if (faults.has('duplicate')) {
        const again = await sendOnce(message, options, clock.real());
        say(message.from, { zh: `重复发送 ${message.id}，答复 ${again}`, en: `Sent ${message.id} twice, answered ${again}` });
      }
      return;
    }
    one.attempts += 1;
    one.notBefore = realMs() + Math.min(WAIT_MS_MAX, WAIT_MS_FIRST * 2 ** Math.min(one.attempts, 10));
    if (one.attempts === 1 || one.attempts % 20 === 0) say(message.from, { zh: `未被接收（${status || '无答复'}），将重试：${message.id}`, en: `Not taken (${status || 'no answer'}), will try again: ${message.id}` });
  }

  /** The same call under a signature that is not ours: a receiver that takes it is broken. */
  async function forge(message: Message): Promise<void> {
    const secrets = { ...options.secrets, card: 'forged', travel: 'forged', bank: 'forged' };
    const status = await sendOnce(message, { ...options, secrets }, clock.real());
    say(message.from, status >= 400 && status < 500
      ? { zh: `伪造签名被拒绝（${status}）`, en: `A forged call was refused (${status})` }
      : { zh: `伪造签名未被拒绝（${status}）！`, en: `A forged call was NOT refused (${status})!` });
  }

  for (const message of pending) enqueue(message);
  return {
    put(message) {
      if (known.has(message.id)) return;
      known.add(message.id);
      journal.add({ put: message });
      enqueue(message);
    },
    waiting: () => [...queues.values()].reduce((count, queue) => count + queue.length, 0),
    stop() {
      stopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}
