import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Writable } from 'node:stream';

/** A story spans ten days, so a month is three of them, the bank closing each day. */
const STORIES_A_MONTH = 3;
const DAYS_A_STORY = 10;
const LOOK_MS = 500;
/** A story in twelve seconds. */
const SPEED = 3_600;

export type RehearseWish =
  | { readonly what: 'state' }
  | { readonly what: 'day' | 'month'; readonly seed?: number; readonly speed?: number; readonly wait?: boolean }
  | { readonly what: 'tick'; readonly days: number }
  | { readonly what: 'fault'; readonly kind: string; readonly of?: string; readonly off?: boolean };

type State = { readonly running: boolean; readonly waiting: number; readonly seed: number; readonly days: number; readonly now: string; readonly faults: readonly string[] };

/** Where the world of this folder answers; it is written down by the one who started it. */
async function worldOf(data: string): Promise<string> {
  const url = await readFile(join(data, 'rehearsal', 'url'), 'utf8').catch(() => '');
  const answers = url !== '' && (await fetch(new URL('/control/state', url)).then((answer) => answer.ok, () => false));
  if (!answers) throw new Error(`No rehearsal world answers for ${data}. Start it with “npm start”, or name its folder with ROUNDTRIP_DATA.`);
  return url;
}

async function call(url: string, path: string, body?: object): Promise<State> {
  const answer = await fetch(new URL(`/control/${path}`, url), body ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {});
  const said = (await answer.json()) as State & { readonly reason?: string; readonly message?: string };
  if (!answer.ok) throw new Error(said.reason ?? said.message ?? `the world answered ${answer.status}`);
  return said;
}

async function untilQuiet(url: string): Promise<State> {
  for (;;) {
    const state = await call(url, 'state');
    if (!state.running && state.waiting === 0) return state;
    await pause(LOOK_MS);
  }
}

async function playMonth(url: string, how: { readonly seed?: number; readonly speed?: number }): Promise<State> {
  for (let i = 0; i < STORIES_A_MONTH; i += 1) {
    await call(url, 'day', { speed: how.speed ?? SPEED, ...(how.seed === undefined ? {} : { seed: how.seed + i }) });
    await untilQuiet(url);
    await call(url, 'tick', { days: DAYS_A_STORY });
  }
  return untilQuiet(url);
}

/** `roundtrip rehearse`: drives the simulated world that `npm start` runs; one line of what it is like afterwards. */
export async function runRehearse(data: string, wish: RehearseWish, out: Writable): Promise<number> {
  const url = await worldOf(data);
  let state: State;
  switch (wish.what) {
    case 'state': state = await call(url, 'state'); break;
    case 'tick': state = await call(url, 'tick', { days: wish.days }); break;
    case 'fault': state = await call(url, 'fault', { kind: wish.kind, on: !wish.off, ...(wish.of ? { of: wish.of } : {}) }); break;
    case 'day': {
      state = await call(url, 'day', { speed: wish.speed ?? SPEED, ...(wish.seed === undefined ? {} : { seed: wish.seed }) });
      if (wish.wait) state = await untilQuiet(url);
      break;
    }
    case 'month': state = await playMonth(url, wish);
  }
  const { running, waiting, seed, days, now, faults } = state;
  out.write(`${JSON.stringify({ running, waiting, seed, days, now, faults })}\n`);
  return 0;
}
