import { addDays, civilDateIn, epochMs, instantOf, type CivilDate, type Instant } from '@roundtrip/kernel';
import { makeChance } from '../chance.ts';
import type { Company } from '../config.ts';
import type { Persona } from '../demo-company.ts';
import { coffeeAndSupplies, customerDinner, equalLunches, taxiWithoutInvoice } from './scenes/ordinary-days.ts';
import { officeSpending } from './scenes/office.ts';
import { changedTrip, consultantTrip, engineerTrip, salesTrip } from './scenes/trips.ts';
import type { Scene, Stage } from './scene.ts';
import type { Step } from './step.ts';

/** Who does what. Who has no part stays in the office, and pays there as the company's vendors let them. */
const PARTS: Partial<Record<Persona, (scene: Scene) => void>> = {
  sales: salesTrip, engineer: engineerTrip, consultant: consultantTrip, buyer: changedTrip,
  operations: taxiWithoutInvoice, designer: coffeeAndSupplies, account: equalLunches, manager: customerDinner,
};

/** A story spans ten days: a second one on the same real day takes place that much earlier, so that nobody is in two cities at once. */
const STORY_DAYS = 10;
const EVENING_HOUR = 21;

export type StoryPlan = {
  readonly seed: number;
  /** How many days have been played before this one, ever. */
  readonly number: number;
  /** How many of them began on the same real day. */
  readonly sameDay: number;
  readonly now: Instant;
  readonly zone: string;
  readonly company: Company;
  /** Whether the company pays through Alipay, WeChat Pay and Stripe. */
  readonly vendors: boolean;
};

/** The last day that is over: today where it is evening, else yesterday. */
function lastDay(zone: string, now: Instant): CivilDate {
  const today = civilDateIn(zone, now);
  const evening = civilDateIn(zone, instantOf(epochMs(now) + (24 - EVENING_HOUR) * 3_600_000)) > today;
  return evening ? today : addDays(today, -1);
}

/** The whole story in the order in which the outside learns of it. The same plan gives the same story, to the last digit. */
export function tellStory(plan: StoryPlan): readonly Step[] {
  const { seed, number, sameDay, now, zone, company } = plan;
  const chance = makeChance(`day ${number} of seed ${seed}`);
  // Scenes count from the day after the last one played, so that their "yesterday" is the last whole day.
  const last = addDays(lastDay(zone, now), 1 - sameDay * STORY_DAYS);
  const steps: Step[] = company.employees.flatMap((person) => {
    const part = person.persona === 'office' && plan.vendors ? officeSpending : PARTS[person.persona];
    if (!part) return [];
    let count = 0;
    const stage: Stage = { chance: chance.fork(person.number), zone, company, last, now, prefix: `${chance.fork('prefix').digits(6)}${number}${person.number}` };
    const scene: Scene = { ...stage, person, steps: [], nextId: () => String((count += 1)) };
    part(scene);
    return scene.steps;
  });
  return steps.map((step, i) => ({ step, i })).sort((a, b) => (a.step.at < b.step.at ? -1 : a.step.at > b.step.at ? 1 : a.i - b.i)).map(({ step }) => step);
}
