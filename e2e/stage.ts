import type { Browser, Page } from 'playwright-core';
import { DEMO_COMPANY } from '@roundtrip/rehearsal';
import { visit, type Language, type SIZES, type Visitor } from './browser.ts';
import { pause, type World } from './world.ts';

const PASSWORD = 'roundtrip';
const WAIT_MS_MAX = 90_000;
/** What a page may say when the server is killed under it on purpose. */
const EXPECTED_NOISE = /net::ERR|EventSource/;

type DemoEmployee = (typeof DEMO_COMPANY.employees)[number];

/** What a story stands on: a browser, a running world and the people who come in. */
export type Stage = {
  readonly browser: Browser;
  readonly world: World;
  /** Signs a person of the demo company in, in a profile of their own. */
  signIn(who: { readonly number: string; readonly size: keyof typeof SIZES; readonly language: Language }): Promise<Visitor>;
  /** Notes what has happened, with the seconds since the story began. */
  step(text: string): void;
  /** What the pages of all visitors so far did wrong. */
  problems(): string[];
};

/** A story is told on a stage and fails by throwing. */
export type Story = (stage: Stage) => Promise<void>;

export const person = (number: string): DemoEmployee => {
  const found = DEMO_COMPANY.employees.find((one) => one.number === number);
  if (!found) throw new Error(`no ${number} in the demo company`);
  return found;
};

export function openStage(browser: Browser, world: World): Stage {
  const begun = performance.now();
  const visitors: Visitor[] = [];
  return {
    browser, world,
    signIn: async (who) => {
      const visitor = await visit(browser, { url: world.url, size: who.size, language: who.language, email: person(who.number).email, password: PASSWORD });
      visitors.push(visitor);
      return visitor;
    },
    step: (text) => { process.stdout.write(`  ${((performance.now() - begun) / 1000).toFixed(1).padStart(6)} s  ${text}\n`); },
    problems: () => visitors.flatMap((visitor) => visitor.problems).filter((problem) => !EXPECTED_NOISE.test(problem)),
  };
}

export function expect(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(message);
}

/** Asks the product's own API as the person who is signed in on the page. */
export function ask<T>(page: Page, path: string): Promise<T> {
  return page.evaluate(async (address) => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    return answer.json() as Promise<unknown>;
  }, path) as Promise<T>;
}

/** Writes by the product's own API as the person on the page: for what arrives from outside or was done before the story. */
export function send<T>(page: Page, path: string, body: unknown): Promise<T> {
  return page.evaluate(async ({ address, content }) => {
    const answer = await fetch(address, { method: 'POST', headers: { 'content-type': 'application/json', 'x-roundtrip': '1' }, body: JSON.stringify(content) });
    if (!answer.ok) throw new Error(`${address}: ${answer.status} ${await answer.text()}`);
    return answer.json() as Promise<unknown>;
  }, { address: path, content: body }) as Promise<T>;
}

/** Looks again and again until there is something to see. */
export async function until<T>(what: string, look: () => Promise<T | null | undefined | false>): Promise<T> {
  const end = performance.now() + WAIT_MS_MAX;
  while (performance.now() < end) {
    const seen = await look().catch(() => null);
    if (seen) return seen;
    await pause(250);
  }
  throw new Error(`waited in vain for: ${what}`);
}

export type ClaimRow = { id: string; number: string; title: string; state: string; missingCount: number; warningCount: number; lineCount: number; automatic: boolean };
export const claimsOf = async (page: Page): Promise<ClaimRow[]> => (await ask<{ items: ClaimRow[] }>(page, '/v1/claims?scope=mine&limit=50')).items;

/** The admin lets a day of the rehearsal world begin, at its greatest speed. */
export async function startDay(admin: Page): Promise<void> {
  await admin.getByRole('link', { name: 'Rehearsal' }).first().click();
  await admin.getByText('×3600').first().click();
  await admin.getByRole('button', { name: 'Start a day' }).click();
}

/** Until the day that was begun is over. */
export async function dayIsOver(admin: Page): Promise<void> {
  await until('the day to be over', async () => !(await ask<{ running: boolean }>(admin, '/rehearsal/state')).running);
}
