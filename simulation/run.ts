import { createHash } from 'node:crypto';
import { civilDateIn, type PaymentFacts } from '@roundtrip/kernel';
import { makeChance, type Chance } from '../rehearsal/src/chance.ts';
import { signatureOf } from '../server/src/connectors/payments/index.ts';
import { receiveWebhook } from '../server/src/flows/receive-webhook.ts';
import { takePayments } from '../server/src/flows/take-payments.ts';
import type { House } from '../server/src/flows/house.ts';
import { moveCursor } from '../server/src/modules/ingest/index.ts';
import { unpackFacts, type Db } from '../server/src/platform/db/index.ts';
import { auditCompany } from './auditor.ts';
import { foundSmallCompany, type Company } from './company.ts';
import { fragileHouse } from './house.ts';
import { Crash, Life } from './life.ts';
import { makeMachine, type Machine } from './machine.ts';
import { Bank } from './outside/bank.ts';
import { Broken, Network } from './outside/network.ts';
import { Post, type Deliver } from './outside/post.ts';
import { SECRETS, SOURCES, Spending, type Source } from './outside/spending.ts';
import { financeActs } from './finance.ts';
import { approversAct, employeesAct, walletsMove, type Stage } from './people.ts';
import { closeQueue, openQueue, Queue } from './queue.ts';
import { Truth } from './truth.ts';

export type RunOptions = {
  /** Keeps two runs of one seed apart in one database. */
  readonly salt?: string;
  /** Points at which the process dies, instead of those that chance picks. */
  readonly deaths?: readonly number[];
  readonly say?: (line: string) => void;
};
export type RunReport = { readonly seed: number; readonly findings: readonly string[]; readonly points: number; readonly crashes: number; readonly spends: number; readonly rail: string; readonly digest: string };

const START_MS = Date.UTC(2026, 9, 1, 1);
const HOUR_MS = 3_600_000;
const MOMENTS = [3, 8] as const;
const QUIET_ROUNDS_MAX = 16;
const SPENDERS = ['E003', 'E004', 'E009'] as const;
const LIVES_MEAN = 70;
const DRAINED_MAX = 40;

/** Errors that the outside causes; anything else that a job or a call dies of is a bug of ours. */
const isOutside = (error: unknown): boolean => error instanceof Broken || (error instanceof Error && /^(?:the bank answered \d+|alipay\.[\w.]+: )/.test(error.message));

/** Plays one month of one small company. The same seed plays the same month, effect by effect. */
export async function runSeed(db: Db, seed: number, options: RunOptions = {}): Promise<RunReport> {
  const run = new Run(seed, options);
  const company = await run.found(db);
  try {
    return await run.play(db, company);
  } finally {
    closeQueue(company.id);
  }
}

class Run {
  readonly #seed: number;
  readonly #options: RunOptions;
  readonly #chance: Chance;
  readonly #machine: Machine;
  readonly #life: Life;
  readonly #truth = new Truth();
  readonly #queue = new Queue();
  readonly #post: Post;
  readonly #bank: Bank;
  readonly #spending: Spending;
  readonly #network: Network;
  readonly #problems: string[] = [];
  readonly #hash = createHash('sha256');
  readonly #moved = new Map<string, string>();

  constructor(seed: number, options: RunOptions) {
    this.#seed = seed;
    this.#options = options;
    const chance = this.#chance = makeChance(`simulation ${seed}`);
    const machine = this.#machine = makeMachine(START_MS + (seed % 20) * 24 * HOUR_MS, seed);
    const say = (line: string): void => { this.#say(line); };
    const { now } = machine;
    const lives = chance.fork('lives');
    this.#life = new Life({ ...(options.deaths ? { deaths: options.deaths } : {}), draw: () => Math.ceil(-Math.log(1 - lives.next()) * LIVES_MEAN), say });
    this.#post = new Post(chance.fork('post'), say);
    this.#bank = new Bank({ seed, chance: chance.fork('bank'), now, say, notify: (files) => { this.#notice(files); }, onPaid: (account, minor) => { this.#truth.pay(account, minor); } });
    const drawn = chance.fork('sources');
    const sources = SOURCES.filter(() => drawn.next() < 0.5);
    this.#spending = new Spending({ chance: chance.fork('spending'), post: this.#post, truth: this.#truth, people: SPENDERS, sources: sources.length > 0 ? sources : (['card', 'generic'] satisfies Source[]), now, say });
    this.#network = new Network({ chance: chance.fork('network'), bank: this.#bank, spending: this.#spending, say });
  }

  #say(line: string): void {
    this.#hash.update(`${line}\n`);
    this.#options.say?.(`${this.#machine.now().slice(5, 16)} ${String(this.#life?.points ?? 0).padStart(4)} ${line}`);
  }

  #notice(files: number): void {
    const body = JSON.stringify({ id: `bank-files-${files}`, waiting: files });
    this.#post.put({ id: `bank-${files}`, connector: 'bank-files', body, lossy: true, sign: (at, said) => ({ 'x-roundtrip-signature': signatureOf(new TextEncoder().encode(said), SECRETS.bank, Math.floor(Date.parse(at) / 1000)) }) });
  }

  #house(db: Db): House {
    return fragileHouse({ db, machine: this.#machine, life: this.#life, queue: this.#queue, fetch: this.#network.fetch });
  }

  async found(db: Db): Promise<Company> {
    const { points } = this.#life;
    const bare: House = { ...this.#house(db), db };
    const company = await foundSmallCompany(bare, { seed: this.#seed, salt: this.#options.salt ?? '', chance: this.#chance.fork('company'), platformSerial: this.#spending.wechat.serial, enterprise: this.#spending.has('alipay') });
    const alipay = company.installations.get('alipay-enterprise');
    const today = civilDateIn('Asia/Shanghai', this.#machine.now());
    if (alipay) await db.transact(company.id, (tx) => moveCursor(tx, alipay, `${today}#1`));
    for (const [number, account] of company.accounts) this.#truth.person(number, account);
    openQueue(company.id, this.#queue);
    this.#say(`founded ${company.rail} ${points}`);
    return company;
  }

  async play(db: Db, company: Company): Promise<RunReport> {
    const house = this.#house(db);
    const stage: Stage = {
      house, company, chance: this.#chance.fork('people'), spending: this.#spending, bank: this.#bank, truth: this.#truth, say: (line) => { this.#say(line); }, attempt: (what, work) => this.#attempt(what, work),
    };
    for (let left = this.#chance.int(...MOMENTS); left > 0; left -= 1) await this.#moment(stage);
    await this.#quiet(stage);
    const findings = [...this.#problems, ...this.#post.forged.map((id) => `a forged call was taken: ${id}`), ...(await auditCompany({ db, company, truth: this.#truth, bank: this.#bank }))];
    for (const finding of findings) this.#say(`FINDING ${finding}`);
    return { seed: this.#seed, findings, points: this.#life.points, crashes: this.#life.crashes, spends: this.#truth.spends.size, rail: company.rail, digest: this.#hash.digest('hex') };
  }

  /** One thing that somebody asks of the product. A dead process is started again; what the outside broke is tried again by whoever wants it. */
  async #attempt(what: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof Crash) this.#life.restart();
      else if (isOutside(error)) this.#say(`${what}: ${(error as Error).message}`);
      else this.#problems.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  async #moment(stage: Stage): Promise<void> {
    const { chance } = stage;
    this.#machine.advance(chance.int(8, 200) * HOUR_MS);
    for (let i = chance.int(0, 3); i > 0; i -= 1) this.#spending.happen();
    this.#bank.work();
    walletsMove(stage, this.#moved, false);
    await this.#post.deliver(this.#machine.now(), false, this.#deliverTo(stage));
    if (chance.next() < 0.5) this.#queue.strike();
    await this.#drain(stage);
    await employeesAct(stage, SPENDERS, false);
    await approversAct(stage, false);
    await this.#drain(stage);
    await financeActs(stage, false);
  }

  /** No more faults and no more crashes: everything that is under way comes to its end. */
  async #quiet(stage: Stage): Promise<void> {
    this.#life.spare();
    this.#network.calm = true;
    this.#bank.calm = true;
    this.#spending.settle();
    this.#say('quiet');
    for (let round = 0, told = -1n; round < QUIET_ROUNDS_MAX; round += 1) {
      const before = told;
      this.#machine.advance(26 * HOUR_MS);
      this.#bank.work();
      walletsMove(stage, this.#moved, true);
      await this.#post.deliver(this.#machine.now(), true, this.#deliverTo(stage));
      this.#queue.strike();
      await this.#drain(stage);
      await employeesAct(stage, SPENDERS, true);
      await this.#drain(stage);
      await approversAct(stage, true);
      await approversAct(stage, true);
      await this.#drain(stage);
      await financeActs(stage, true);
      await this.#drain(stage);
      told = await stage.house.db.read(stage.company.id, async (tx) => (await tx.query<{ n: bigint }>('select count(*) as n from platform.outbox')).rows[0]?.n ?? 0n);
      if (told === before && this.#bank.idle && this.#post.waiting === 0) return;
    }
    this.#problems.push(`it does not come to rest in ${QUIET_ROUNDS_MAX} days without faults`);
  }

  /** Does the waiting jobs in any order until none is left that can be done now. */
  async #drain({ company, chance }: Stage): Promise<void> {
    for (let i = 0, failed = new Set<string>(); i < DRAINED_MAX; i += 1) {
      const names = this.#queue.names.filter((name) => !failed.has(name));
      const name = names[chance.int(0, Math.max(0, names.length - 1))];
      if (!name) return;
      const done = { well: false };
      await this.#attempt(name, async () => {
        await this.#queue.run(name, company.id);
        done.well = true;
      });
      if (!done.well && this.#chance.next() < 0.7) failed = new Set([...failed, name]);
    }
  }

  #deliverTo({ house, company }: Stage): Deliver {
    return async ({ connector }, headers, body) => {
      let answer: 'taken' | 'refused' | 'silent' = 'silent';
      await this.#attempt(`call of ${connector}`, async () => {
        if (connector === 'api') {
          const facts = unpackFacts<PaymentFacts[]>(JSON.parse(body));
          await takePayments(house, company.id, { actor: { kind: 'system' }, source: 'api', records: facts.map((one) => ({ reference: one.externalId, body, facts: [one] })) });
          answer = 'taken';
          return;
        }
        const outcome = await receiveWebhook(house, { connector, installationId: company.installations.get(connector) ?? '', call: { headers, body: new TextEncoder().encode(body) } });
        answer = outcome.ok ? 'taken' : 'refused';
      });
      return answer;
    };
  }
}
