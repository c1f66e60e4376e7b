import { describe, expect, test } from 'vitest';
import { routeHoles } from './holes.ts';
import { parseRoute } from './parse.ts';
import type { Route, RouteDocument } from './route.ts';
import { CN_COMMON_ROUTE, CN_LAYERED_ROUTE } from './templates/cn-common.ts';
import { CAST } from './testing/cast.ts';

const read = (document: RouteDocument): Route => {
  const route = parseRoute(document);
  if (!route.ok) throw new Error(JSON.stringify(route.error));
  return route.value;
};
const title = { zh: '一步', en: 'a step' };

describe('a route that can end with nobody', () => {
  test('the templates have somebody for everyone', () => {
    expect(routeHoles(read(CN_COMMON_ROUTE), CAST)).toEqual([]);
    expect(routeHoles(read(CN_LAYERED_ROUTE), CAST)).toEqual([]);
  });

  test('a single person cannot decide on their own', () => {
    const route = read({ ...CN_COMMON_ROUTE, routes: [{ id: 'r', title, steps: [{ id: 'ceo', title, who: { kind: 'person', id: 'ceo' } }] }] });
    expect(routeHoles(route, CAST)).toEqual([{ route: 'r', step: 'ceo', submitters: ['ceo'] }]);
  });

  test('a role that nobody holds leaves everybody alone', () => {
    const route = read({ ...CN_COMMON_ROUTE, routes: [{ id: 'r', title, when: { amount: { from: '100.00' } }, steps: [{ id: 'legal', title, who: { kind: 'role', role: 'legal' } }] }, ...CN_COMMON_ROUTE.routes] });
    expect(routeHoles(route, CAST)).toMatchObject([{ route: 'r', step: 'legal', submitters: CAST.filter((person) => person.active).map((person) => person.id) }]);
  });
});
