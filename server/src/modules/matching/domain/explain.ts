import type { Bilingual } from '@roundtrip/kernel';
import type { Found, Single } from './link.ts';
import { aliasWords } from './learn.ts';
import type { Paper, Prepared, Spent } from './prepare.ts';
import type { Accepted } from './bundle.ts';
import { AMOUNT, EVIDENCE, TAUGHT, type EvidenceCode, type Table, type Weigher } from './weigh.ts';
import type { MatchReason } from './types.ts';

const both = (zh: string, en: string): Bilingual => ({ zh, en });
type Pair = { readonly spent: Spent; readonly paper: Paper; readonly table: Table; readonly weigher: Weigher };

const amountText = (level: number): Bilingual => {
  if (level === AMOUNT.equal) return both('金额一致,分毫不差', 'The amounts are equal to the cent');
  if (level === AMOUNT.gross) return both('与退款前的金额一致', 'It equals the amount before what was refunded');
  if (level === AMOUNT.fee) return both('多付的像是服务费', 'What was paid on top looks like a fee');
  if (level === AMOUNT.fold) return both('金额是它的整数倍,像是几个人一起付的', 'The amount is a multiple of it, as if paid for several people');
  if (level === AMOUNT.coupon) return both('少付的像是用了优惠券', 'What was paid less looks like a coupon');
  if (level === AMOUNT.converted) return both('按当时的汇率折算,金额相近', 'At the rate of the day the amounts are close');
  if (level === AMOUNT.extra) return both('金额更大,像是还含有别的消费', 'More was paid, as if for something else as well');
  return both('金额不同', 'The amounts differ');
};

function dayText({ spent, paper, table }: Pair): Bilingual {
  if (table === 'booking') {
    if (spent.day === paper.day) return both('预订当天付款', 'Paid on the day of booking');
    return spent.day >= paper.from && spent.day <= paper.to ? both('在行程期间付款', 'Paid during the trip') : both('付款日与预订日、出行日都不同', 'Paid on another day than it was booked or travelled');
  }
  const lag = paper.day - spent.day;
  if (lag === 0) return both('付款与开票是同一天', 'Paid and issued on the same day');
  return lag > 0 ? both(`付款 ${lag} 天后开票`, `Issued ${lag} days after it was paid`) : both(`付款前 ${-lag} 天已开票`, `Issued ${-lag} days before it was paid`);
}

const whoText = (level: number, { paper, table }: Pair): Bilingual => {
  if (table === 'booking') return level === 0 ? both('付款人就是出行人', 'Who paid is who travels') : both('付款人不是出行人', 'Who paid does not travel');
  if (level === 0) return paper.passenger ? both('票上的旅客就是付款人', 'The passenger on it is who paid') : both('付款人就是交票人', 'Who paid handed in the invoice');
  return level === 2 ? both('付款人交来的是别人的票', 'Who paid handed in a ticket of somebody else') : both('付款人与票上的人不同', 'Who paid is not the person of the invoice');
};

/** Who taught it can see it, and take it back. */
const learnedText = ({ spent, paper, weigher }: Pair): Bilingual | null => {
  const taught = weigher.taught?.(spent.name, paper.name);
  return taught ? aliasWords(taught.alias) : null;
};

const nameText = (level: number, pair: Pair): Bilingual => {
  if (level === 4) return both('这家商户的票向来由它开', 'This merchant’s invoices usually come from it');
  return (level === TAUGHT ? learnedText(pair) : null) ?? (level <= 1 ? both(`名称与“${pair.spent.source.merchant}”相合`, `The name fits “${pair.spent.source.merchant}”`) : both('名称不像', 'The names are not alike'));
};

function textOf(code: EvidenceCode, level: number, pair: Pair): Bilingual {
  switch (code) {
    case 'prior': return both('几乎每张单据都有人付过款', 'Nearly every paper was paid by somebody');
    case 'amount': return amountText(level);
    case 'order': return level === 0 ? both(`订单号相同 ${pair.spent.source.orderNo ?? ''}`, `Same order number ${pair.spent.source.orderNo ?? ''}`) : both('订单号不同', 'The order numbers differ');
    case 'who': return whoText(level, pair);
    case 'day': return dayText(pair);
    case 'journey': return level === 0 ? both('票上的乘车日就是所订的那天', 'The day of the journey on it is the day that was booked') : both('票上的乘车日不是所订的那天', 'The day of the journey on it is not the day that was booked');
    case 'name': return nameText(level, pair);
    case 'goods': return level === 0 ? both('是同一类消费', 'Both are the same kind of spending') : both('不是同一类消费', 'They are different kinds of spending');
  }
}

const SAYS_LITTLE = 0.25;
const round = (weight: number): number => Math.round(weight * 100) / 100;

/** Why a payment and a paper are held to belong together, strongest first. */
export function reasonsOfSingle(found: Found, prepared: Prepared, single: Pick<Single, 'payment' | 'paper'>): MatchReason[] {
  const pair: Pair = { spent: prepared.spent[single.payment] as Spent, paper: found.papers[single.paper] as Paper, table: found.table, weigher: found.weigher };
  found.weigher.weigh(pair.spent, pair.paper);
  const { parts, levels } = found.weigher;
  return EVIDENCE.flatMap((code, k): MatchReason[] => (Math.abs(parts[k] as number) < SAYS_LITTLE ? [] : [{ code: code === 'name' && levels[k] === TAUGHT ? 'learned' : code, weight: round(parts[k] as number), text: textOf(code, levels[k] as number, pair) }])).sort((a, b) => b.weight - a.weight);
}

export function reasonsOfBundle(bundle: Accepted): MatchReason[] {
  const [n, m] = [bundle.payments.length, bundle.papers.length];
  const what = n > 1 ? both(`${n} 笔付款合计与它一致`, `${n} payments add up to it`) : both(`一笔付款等于 ${m} 张单据之和`, `One payment is the sum of ${m} papers`);
  const only = bundle.ways > 1 ? both(`,但有 ${bundle.ways} 种组合都对得上`, `, but ${bundle.ways} combinations do so`) : both(',且只有这一种组合', ', and no other combination does');
  return [{ code: n > 1 ? 'ride-sum' : 'parts-sum', weight: round(bundle.weight), text: both(what.zh + only.zh, what.en + only.en) }];
}

/** What speaks against the group as a whole though each link is sound: another payment or paper may want a part of it. */
export const doubtReason = (sound: number): MatchReason => ({ code: 'doubt', weight: round(Math.log(Math.max(1e-6, sound))), text: both('另有付款或单据可能也属于这一组,或要用到其中的单据', 'Another payment or paper may belong to this group, or may want one of its papers') });

/** What the runner-up lacked most beside the pair that was taken. */
export function lackedOf(found: Found, prepared: Prepared, taken: Single): Bilingual {
  if (!taken.rival) return both('证据较弱', 'Weaker evidence');
  const partsOf = (pair: { readonly payment: number; readonly paper: number }): { pair: Pair; parts: number[]; levels: number[] } => {
    const one: Pair = { spent: prepared.spent[pair.payment] as Spent, paper: found.papers[pair.paper] as Paper, table: found.table, weigher: found.weigher };
    found.weigher.weigh(one.spent, one.paper);
    return { pair: one, parts: [...found.weigher.parts], levels: [...found.weigher.levels] };
  };
  const winner = partsOf(taken);
  const rival = partsOf(taken.rival);
  const gaps = EVIDENCE.map((code, k) => ({ code, k, gap: (winner.parts[k] as number) - (rival.parts[k] as number) })).sort((a, b) => b.gap - a.gap || a.k - b.k);
  const worst = gaps[0];
  if (!worst || worst.gap < SAYS_LITTLE) return both('两者的证据一样强', 'The evidence for both is equally strong');
  const text = textOf(worst.code, winner.levels[worst.k] as number, winner.pair);
  return both(`缺少:${text.zh}`, `It lacked: ${text.en}`);
}
