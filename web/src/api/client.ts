import type * as Contract from '@roundtrip/contract';
import { uuidv7 } from '@roundtrip/kernel';
import { currentLanguage } from '../i18n/index.ts';

type Problem = Contract.Problem;
type Schemas = typeof Contract;

/** What the server said when it refused, with words in both languages. */
export class ApiProblem extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.title);
    this.problem = problem;
  }
}

/** Names the schema of an answer. It gives the type; its `parse` runs in development only, so that zod stays out of the bundle. */
export type Shape<T> = (contract: Schemas) => { parse(value: unknown): T };

/** A list that comes whole: `{ items }`, without a cursor. */
export const itemsOf = <T>(pick: (contract: Schemas) => { array(): { parse(value: unknown): T[] } }): Shape<{ items: T[] }> =>
  (contract) => ({ parse: (value) => ({ items: pick(contract).array().parse((value as { items: unknown }).items) }) });

const UNREACHABLE: Problem = {
  type: 'about:blank', title: 'No connection', status: 0, kind: 'web.unreachable',
  message: { zh: '连不上服务器，请检查网络后重试', en: 'The server cannot be reached; check the connection and try again' },
};

/** A new UUIDv7, also where the page is served without TLS and `crypto.randomUUID` is missing. */
const newKey = (): string => uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));

const headersFor = (write: boolean, key?: string): Record<string, string> => ({
  Accept: 'application/json', 'Accept-Language': currentLanguage(),
  ...(write ? { 'X-Roundtrip': '1', 'Idempotency-Key': key ?? newKey() } : {}),
});

/** Reads a refusal; a body that is not ours (a proxy's page, say) becomes a plain word with its status. */
export function problemFrom(status: number, text: string): ApiProblem {
  try {
    const body = JSON.parse(text) as Partial<Problem>;
    if (typeof body.kind === 'string' && body.message) return new ApiProblem(body as Problem);
  } catch {
    // Not JSON: fall through to the plain words.
  }
  return new ApiProblem({ ...UNREACHABLE, status, kind: 'web.unexpected', message: { zh: `服务器没有正常回答（${status}）`, en: `The server did not answer as it should (${status})` } });
}

export async function checkShape<T>(value: unknown, shape: Shape<T>): Promise<T> {
  if (import.meta.env.DEV) {
    try {
      return shape(await import('@roundtrip/contract')).parse(value);
    } catch (error) {
      console.error('An answer does not fit the contract', error, value);
    }
  }
  return value as T;
}

async function call(path: string, init: RequestInit): Promise<Response> {
  const answer = await fetch(path, { credentials: 'same-origin', ...init }).catch(() => {
    throw new ApiProblem(UNREACHABLE);
  });
  if (answer.ok) return answer;
  throw problemFrom(answer.status, await answer.text());
}

export type Params = Readonly<Record<string, string | number | undefined>>;
export function withParams(path: string, params: Params = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) if (value !== undefined && value !== '') query.set(name, String(value));
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

export async function getJson<T>(path: string, shape: Shape<T>, signal?: AbortSignal): Promise<T> {
  const answer = await call(path, { headers: headersFor(false), ...(signal ? { signal } : {}) });
  return checkShape(await answer.json(), shape);
}

export type WriteOptions<T> = { readonly method?: 'POST' | 'PUT' | 'DELETE'; readonly body?: unknown; readonly shape?: Shape<T>; readonly key?: string };

/** A write. `keepalive` lets it finish when the page is left in the middle. */
export async function send<T = void>(path: string, { method = 'POST', body, shape, key }: WriteOptions<T> = {}): Promise<T> {
  const answer = await call(path, {
    method, keepalive: true,
    headers: { ...headersFor(true, key), ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return shape ? checkShape(await answer.json(), shape) : (undefined as T);
}

export { headersFor };
