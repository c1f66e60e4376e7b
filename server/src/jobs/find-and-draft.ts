import type { JobSpec } from '#platform/jobs';
import { draftClaims } from '../flows/draft-claims.ts';
import type { House } from '../flows/house.ts';
import { proposeMatches } from '../flows/propose-matches.ts';

/** New evidence: who belongs together, and which claims that makes. */
export const findAndDraftJob = (house: House): JobSpec => ({
  name: 'find-and-draft',
  on: ['payment.arrived', 'document.read', 'booking.arrived', 'match.decided', 'match.forgotten', 'match.fuse-whole', 'match.fuse-lowered', 'match.fuse-stopped', 'match.trust-set', 'claim.rejected', 'claim.withdrawn'],
  expireSeconds: 60,
  run: async (companyId) => {
    await proposeMatches(house, companyId);
    await draftClaims(house, companyId);
  },
});
