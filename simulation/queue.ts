import { AsyncLocalStorage } from 'node:async_hooks';
import { onNewsEnqueue } from '../server/src/platform/events/index.ts';
import { jobsFor, jobsOn } from '../server/src/jobs/index.ts';
import type { House } from '../server/src/flows/house.ts';
import type { JobSpec } from '../server/src/platform/jobs/index.ts';

/** What the transaction that is open here has asked for. */
const ASKED = new AsyncLocalStorage<Set<string>>();

/**
 * The job queue as it behaves: a job is queued with the transaction that asks for it, is the same job while it waits, and
 * is there again when the process that was doing it dies.
 */
export class Queue {
  readonly #waiting = new Set<string>();
  #specs: readonly JobSpec[] = [];

  wire(house: House): void { this.#specs = jobsFor(house); }

  /** One attempt of a transaction: what an earlier one asked for was rolled back with it. */
  attempt<T>(asked: Set<string>, work: () => T): T {
    asked.clear();
    return ASKED.run(asked, work);
  }

  commit(asked: Iterable<string>): void { for (const name of asked) this.#waiting.add(name); }
  hear(types: readonly string[]): void { for (const name of jobsOn(this.#specs, types)) ASKED.getStore()?.add(name); }
  /** Everything that a schedule would have called by now. */
  strike(): void { for (const spec of this.#specs) if (spec.schedule) this.#waiting.add(spec.name); }

  get names(): readonly string[] { return [...this.#waiting].sort(); }

  /** Does one waiting job. It waits again if it fails. */
  async run(name: string, companyId: string): Promise<void> {
    const spec = this.#specs.find((one) => one.name === name);
    if (!spec || !this.#waiting.delete(name)) return;
    try {
      await spec.run(companyId);
    } catch (error) {
      this.#waiting.add(name);
      throw error;
    }
  }
}

const queues = new Map<string, Queue>();
onNewsEnqueue((tx, events) => {
  queues.get(tx.companyId)?.hear(events.map((event) => event.type));
  return Promise.resolve();
});

/** News is wired once in a process; each company of a simulation has its own queue. */
export const openQueue = (companyId: string, queue: Queue): void => { queues.set(companyId, queue); };

export const closeQueue = (companyId: string): void => { queues.delete(companyId); };
