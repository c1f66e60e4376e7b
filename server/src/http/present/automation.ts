import type { AutomationView, SampleView, scopeFuseView } from '@roundtrip/contract';
import { cleanNeeded, lossBound, type Instant } from '@roundtrip/kernel';
import type { z } from 'zod';
import { automationHistory, EVERYTHING, judgedSince, listWrongs, METER_NUMBERS, meterOf, RECOVERS_AT_ALLOWED, samplesFor, scopeFuses, scopeWords, type Metered, type MeterFacts, type ScopeFuse } from '#modules/approvals';
import { approvedSince, claimsById, linesOf } from '#modules/claims';
import { loadCompany } from '#modules/people';
import type { Tx } from '#platform/db';
import type { House } from '../../flows/house.ts';
import { automationOf } from '../../flows/sample-claims.ts';
import { verdictsNow } from '../../flows/watch-automation.ts';
import { peopleOf, personIn, type People } from './facts.ts';
import { matchViews } from './matches.ts';
import { groupsById } from '#modules/matching';
import { wireOf } from './wire.ts';

/** What the meter is made from, out of the tables; `roundtrip meter` makes the same from the exported trail. */
export async function meterFacts(tx: Tx, since: Instant): Promise<MeterFacts> {
  const claims = await approvedSince(tx, since);
  return {
    approved: claims.map((claim) => ({ claimId: claim.id, automatic: claim.automatic, owed: claim.reimbursableMinor > 0n, submittedAt: claim.submittedAt, at: claim.decidedAt ?? since })),
    judged: await judgedSince(tx, since),
    paid: claims.flatMap((claim) => (claim.paidAt === null ? [] : [{ claimId: claim.id, at: claim.paidAt }])),
  };
}

const figures = ({ value, interval, hits, all }: Metered) => ({ value, interval, numerator: hits.length, denominator: all.length });

const HISTORY_SHOWN = 20;
const WRONGS_SHOWN = 200;
/** Rates of error for which finance is told what they would cost. */
const RATES = [0.2, 0.1, 0.05];

const fuseOf = (fuse: ScopeFuse, people: People): z.infer<typeof scopeFuseView> => {
  const [kind, id] = fuse.scope.split(':');
  const name = kind === 'person' && id ? personIn(people, id).name : null;
  return { scope: fuse.scope, name: name === null ? scopeWords(fuse.scope) : { zh: name, en: name }, level: fuse.level, text: fuse.text, at: fuse.at };
};

/** How far approvals run by themselves, what they get wrong, and what is still to be had back. */
export async function automationView(tx: Tx, house: Pick<House, 'clock'>, since: Instant): Promise<AutomationView> {
  const company = await loadCompany(tx);
  const people = await peopleOf(tx);
  const settings = await automationOf(tx, company);
  const money = (minor: bigint) => wireOf(minor, company.currency);
  const fuses = await scopeFuses(tx, null);
  const overall = fuses.find((fuse) => fuse.scope === EVERYTHING);
  const verdicts = await verdictsNow(tx, house, EVERYTHING, overall?.at ?? null);
  const meter = meterOf(await meterFacts(tx, since), since);
  const wrongs = await listWrongs(tx, WRONGS_SHOWN);
  const claims = new Map((await claimsById(tx, wrongs.map((wrong) => wrong.claimId))).map((claim) => [claim.id as string, claim]));
  return {
    since, meter: METER_NUMBERS.map((number) => ({ number, ...figures(meter[number]) })),
    settings: {
      amountMax: money(settings.amountMaxMinor), dayMax: money(settings.dayMaxMinor), personDayMax: money(settings.personDayMaxMinor), ruleDayMax: money(settings.ruleDayMaxMinor),
      allowedError: settings.allowedError, sampleRate: settings.sampleRate,
    },
    level: overall?.level ?? 'whole', fuses: fuses.filter((fuse) => fuse.level !== 'whole').map((fuse) => fuseOf(fuse, people)), history: (await automationHistory(tx, HISTORY_SHOWN)).map((fuse) => fuseOf(fuse, people)),
    loss: RATES.map((rate) => ({ rate, claims: lossBound(rate, settings, { clean: verdicts.judged - verdicts.wrong }) })), cleanNeeded: cleanNeeded(settings, RECOVERS_AT_ALLOWED), cleanSoFar: verdicts.promised - verdicts.promisedWrong,
    wrongs: wrongs.flatMap((wrong) => {
      const claim = claims.get(wrong.claimId);
      return claim ? [{ id: wrong.requestId, claimId: claim.id, number: claim.number, employee: personIn(people, claim.employeeId), amount: money(wrong.minor), reason: wrong.reason, openedAt: wrong.openedAt }] : [];
    }),
  };
}

const SAMPLES_SHOWN = 40;

/** What this person is to look at: the claim and its papers. Not who or what approved it, nor what policy said. */
export async function sampleViews(tx: Tx, personId: string): Promise<SampleView[]> {
  const samples = await samplesFor(tx, personId, SAMPLES_SHOWN);
  const people = await peopleOf(tx);
  const claims = new Map((await claimsById(tx, samples.map((one) => one.claimId))).map((claim) => [claim.id as string, claim]));
  const lines = await linesOf(tx, samples.map((one) => one.claimId));
  const { currency } = await loadCompany(tx);
  const groups = new Map((await matchViews(tx, await groupsById(tx, lines.map((line) => line.groupId)), currency)).map((match) => [match.id, match]));
  return samples.flatMap((sample): SampleView[] => {
    const claim = claims.get(sample.claimId);
    return claim ? [{
      id: sample.requestId, number: claim.number, title: claim.title, employee: personIn(people, claim.employeeId), total: wireOf(claim.totalMinor, claim.currency),
      lines: lines.filter((line) => line.claimId === claim.id).map((line) => {
        const group = groups.get(line.groupId);
        return {
          id: line.id, category: line.category, text: line.text, spentOn: line.spentOn, city: line.city, amount: wireOf(line.amountMinor, claim.currency), reimbursable: wireOf(line.reimbursableMinor, claim.currency),
          payments: group?.payments ?? [], documents: group?.documents ?? [], bookings: group?.bookings ?? [],
        };
      }),
    }] : [];
  });
}
