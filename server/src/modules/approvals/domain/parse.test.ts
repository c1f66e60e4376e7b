import { expect, test } from 'vitest';
import fc from 'fast-check';
import { parseRoute } from './parse.ts';
import { CN_COMMON_ROUTE, CN_LAYERED_ROUTE } from './templates/cn-common.ts';

const [usual] = CN_COMMON_ROUTE.routes;
const [first] = usual!.steps;
const withRoute = (over: object): object => ({ ...CN_COMMON_ROUTE, routes: [{ ...usual, ...over }] });
const withStep = (over: object): object => withRoute({ steps: [{ ...first, ...over }] });

test.each([
  ['no format', { ...CN_COMMON_ROUTE, format: undefined }, 'format'],
  ['unknown field', { ...CN_COMMON_ROUTE, automtic: {} }, 'automtic'],
  ['unknown currency', { ...CN_COMMON_ROUTE, currency: 'RMB' }, 'currency'],
  ['a limit as a number', { ...CN_COMMON_ROUTE, automatic: { amountMax: 5000, confidenceMin: 0.9 } }, 'automatic.amountMax'],
  ['a limit below nothing', { ...CN_COMMON_ROUTE, automatic: { amountMax: '-1.00', confidenceMin: 0.9 } }, 'automatic.amountMax'],
  ['a confidence of 95', { ...CN_COMMON_ROUTE, automatic: { amountMax: '1.00', confidenceMin: 95 } }, 'automatic.confidenceMin'],
  ['what is refused cannot be automatic', { ...CN_COMMON_ROUTE, automatic: { amountMax: '1.00', confidenceMin: 0.9, outcomes: ['refuse'] } }, 'automatic.outcomes[0]'],
  ['no routes', { ...CN_COMMON_ROUTE, routes: [] }, 'routes'],
  ['no steps', withRoute({ steps: [] }), 'routes[0].steps'],
  ['two steps of one name', withRoute({ steps: [first, first] }), 'routes[0].steps[1].id'],
  ['nobody of that kind', withStep({ who: { kind: 'boss' } }), 'routes[0].steps[0].who.kind'],
  ['a role without a name', withStep({ who: { kind: 'role' } }), 'routes[0].steps[0].who.role'],
  ['a level below one', withStep({ who: { kind: 'manager', level: 0 } }), 'routes[0].steps[0].who.level'],
  ['half agree', withStep({ mode: 'half' }), 'routes[0].steps[0].mode'],
  ['a last route with a condition', withRoute({ when: { amount: { from: '1.00' } } }), 'routes[0].when'],
  ['a route that hides the next', { ...CN_COMMON_ROUTE, routes: [usual, usual] }, 'routes[0]'],
  ['a verdict that does not exist', { ...CN_LAYERED_ROUTE, routes: [{ ...usual, when: { outcome: ['ok'] } }, usual] }, 'routes[0].when.outcome[0]'],
  ['an amount in fen', { ...CN_LAYERED_ROUTE, routes: [{ ...usual, when: { amount: { from: '1.005' } } }, usual] }, 'routes[0].when.amount.from'],
])('refuses %s', (_name, document, place) => {
  const parsed = parseRoute(document);
  expect(parsed.ok).toBe(false);
  if (parsed.ok) return;
  expect(parsed.error.map((problem) => problem.place)).toContain(place);
  for (const problem of parsed.error) expect([problem.message.zh, problem.message.en, problem.remedy.zh, problem.remedy.en].every((text) => text.length > 0)).toBe(true);
});

test('whatever is given, it answers', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    expect(parseRoute(value).ok).toBe(false);
  }));
});

test('what was found right cannot be changed behind its back', () => {
  const document = JSON.parse(JSON.stringify(CN_COMMON_ROUTE)) as { routes: unknown[] };
  const parsed = parseRoute(document);
  document.routes.length = 0;
  expect(parsed.ok && parsed.value.document.routes).toHaveLength(1);
});
