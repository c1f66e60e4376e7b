import { policyView } from '@roundtrip/contract';
import { civilDateIn } from '@roundtrip/kernel';
import { z } from 'zod';
import { loadCompany } from '#modules/people';
import { listPolicies, policyOn } from '#modules/policy';
import type { House } from '../../flows/house.ts';
import { callerOf } from '../caller.ts';
import type { App } from '../app.ts';

export function policyRoutes(app: App, house: House): void {
  app.get('/v1/policies', { schema: { response: { 200: z.object({ items: z.array(policyView) }) } }, config: { action: 'policy.read' } }, (request) => {
    const caller = callerOf(request);
    return house.db.read(caller.companyId, async (tx) => {
      const inForce = await policyOn(tx, civilDateIn((await loadCompany(tx)).zone, house.clock.now()));
      return { items: (await listPolicies(tx)).map(({ version, effectiveFrom, title, document }) => ({
        version, effectiveFrom, title, document, status: version === inForce?.version ? 'published' as const : inForce && effectiveFrom > inForce.effectiveFrom ? 'draft' as const : 'superseded' as const,
      })) };
    });
  });
}
