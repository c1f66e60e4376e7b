import { addDays, type CivilDate } from '@roundtrip/kernel';
import { CN_STATE_ORGAN, type PolicyDocument, type Question, type RowDocument, type RuleDocument } from '../../server/src/modules/policy/domain/index.ts';

/** A policy whose hotel table has so many rows, and questions of every kind for it. */
export const ROWS = 300;
const QUESTIONS = 20_000;
const DAY = '2026-01-01' as CivilDate;
const SEASONS = [{ from: '07-01', to: '09-30' }, { from: '10-01', to: '04-30' }];
const GRADES = ['ministerial', 'bureau', 'others'];

/** A small generator with a seed, so that every run judges the same questions. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const hotelRule = CN_STATE_ORGAN.rules.find((rule) => rule.id === 'hotel-cap');
const CITIES = [...new Set((hotelRule?.kind === 'cap' ? hotelRule.table.rows : []).flatMap((row) => row.when?.city ?? []))].filter((city) => !city.endsWith('*')).slice(0, ROWS / 3);

export function policyOf300(): PolicyDocument {
  const rows = CITIES.flatMap((city, index): RowDocument<string>[] => [...SEASONS, null].map((season, number) => ({
    id: `${city}/${number}`, when: { city: [city], ...(season ? { season } : {}) },
    then: { byGrade: { ministerial: `${1000 + index}.00`, bureau: `${600 + index}.00`, others: `${400 + index}.00` } },
  })));
  const rules = CN_STATE_ORGAN.rules.map((rule): RuleDocument => (rule.kind === 'cap' && rule.id === 'hotel-cap' ? { ...rule, table: { hit: 'first', rows } } : rule));
  return { ...CN_STATE_ORGAN, version: 'bench-300', rules };
}

/** `over`: of a hundred, how many break the standard. */
export function questions(over: number): Question[] {
  const roll = dice(7);
  const pick = <T>(list: readonly T[]): T => list[roll(list.length)] as T;
  return Array.from({ length: QUESTIONS }, (_, index) => {
    const category = pick(['hotel', 'hotel', 'hotel', 'meal', 'taxi', 'rail', 'flight']);
    const breaks = roll(100) < over;
    const nights = 1 + roll(3);
    const amount = category === 'hotel' ? (breaks ? 90_000 : 30_000) * nights : category === 'meal' ? (breaks ? 15_000 : 9_000) : category === 'taxi' ? (breaks ? 9_000 : 3_000) : 80_000;
    const spentOn = addDays(DAY, roll(365));
    return {
      expense: {
        id: String(index), employeeId: `e${roll(500)}`, category, amount: { minor: BigInt(amount), currency: 'CNY' }, spentOn, city: pick(CITIES), merchant: '某酒店管理有限公司', channel: 'alipay',
        ...(category === 'hotel' ? { nights } : {}), ...(category === 'rail' ? { seatClass: breaks ? '一等座' : '二等座' } : {}), ...(category === 'flight' ? { seatClass: breaks ? 'business' : 'economy' } : {}),
      },
      employee: { grade: breaks ? 'others' : pick(GRADES) },
      context: { today: addDays(spentOn, 20), hasInvoice: true },
    };
  });
}
