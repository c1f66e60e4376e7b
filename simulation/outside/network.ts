import type { Chance } from '../../rehearsal/src/chance.ts';
import type { Fetch } from '../../server/src/connectors/spi/index.ts';
import { OUTSIDE_WECHAT } from '../company.ts';
import type { Bank } from './bank.ts';
import type { Spending } from './spending.ts';

type Told = { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body: string };
type Parts = { readonly chance: Chance; readonly bank: Bank; readonly spending: Spending; say(line: string): void };

/** The line broke, before or after the other side did what was asked. */
export class Broken extends Error {}

/** Calls from the house to the outside: some never arrive, some are done and answered by an error, some are done and never answered. */
export class Network {
  calm = false;
  readonly #parts: Parts;

  constructor(parts: Parts) { this.#parts = parts; }

  readonly fetch: Fetch = (url, init = {}) => {
    const { chance, say } = this.#parts;
    const { pathname, search } = new URL(url);
    const path = pathname + search;
    const luck = this.calm ? 1 : chance.next();
    if (luck < 0.06) return this.#break(`${init.method ?? 'GET'} ${path} never arrived`);
    const told = this.#answer(new URL(url), init);
    say(`${init.method ?? 'GET'} ${path.replace(/[0-9a-f]{32}/, 'id')} ${told.status}`);
    if (luck < 0.1) return this.#break(`${path} was never answered`);
    const given: Told = luck < 0.15 ? { status: 502, body: 'Bad Gateway' } : told;
    return Promise.resolve({ status: given.status, text: () => Promise.resolve(given.body), headers: { get: (name) => given.headers?.[name.toLowerCase()] ?? null } });
  };

  #break(line: string): ReturnType<Fetch> {
    this.#parts.say(line);
    return Promise.reject(new Broken(line));
  }

  #answer(url: URL, init: NonNullable<Parameters<Fetch>[1]>): Told {
    const { bank, spending } = this.#parts;
    const body = init.body ?? '';
    if (url.origin === OUTSIDE_WECHAT) return spending.wechat.handle({ method: init.method ?? 'GET', url: url.pathname + url.search, authorization: init.headers?.['authorization'] ?? '', body }) ?? { status: 502, body: '' };
    if (url.pathname === '/bank/payment-orders') return bank.accept(body);
    if (url.pathname.startsWith('/bank/payment-orders/')) return bank.ask(decodeURIComponent(url.pathname.slice('/bank/payment-orders/'.length)));
    if (url.pathname === '/bank/files') return bank.files(url.searchParams.get('after') ?? '');
    if (url.pathname === '/alipay/gateway.do') return spending.alipay.gateway(body) ?? { status: 502, body: '' };
    return { status: 404, body: '' };
  }
}
