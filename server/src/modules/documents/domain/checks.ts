import type { Finding, InvoiceFacts } from '@roundtrip/kernel';

const STALE_DAYS = 365;

/** Checks that need today's date, which a reader does not have. */
export function dateFindings(issuedOn: string, today: string): Finding[] {
  const age = Math.round((Date.parse(today) - Date.parse(issuedOn)) / 86_400_000);
  if (age < 0) return [{ code: 'FUTURE_DATE', severity: 'error', message: { zh: `开票日期 ${issuedOn} 在今天之后`, en: `The issue date ${issuedOn} lies in the future` } }];
  if (age > STALE_DAYS) return [{ code: 'STALE_DATE', severity: 'warning', message: { zh: `开票已超过 ${STALE_DAYS} 天`, en: `Issued more than ${STALE_DAYS} days ago` } }];
  return [];
}

/** Papers that are good without the company's title: tickets, rolls and receipts, and what comes from abroad. */
const TITLELESS: ReadonlySet<InvoiceFacts['kind']> = new Set(['rail', 'air', 'taxi', 'receipt', 'einvoice', 'credit_note']);

/**
 * Is it made out to the company (抬头税号)? `isTitle` is what the company's list of titles says of buyer and tax id; null
 * where the paper names neither. An ordinary invoice without the tax id is no valid voucher (税务总局公告2017年第16号).
 */
export function titleFindings(facts: InvoiceFacts, isTitle: boolean | null): Finding[] {
  if (facts.kind === 'einvoice' || facts.kind === 'credit_note') return [];
  const named = [facts.buyer, facts.buyerTaxId].filter(Boolean).join(' ');
  if (isTitle === false) return [{ code: 'BUYER_TITLE', severity: 'error', message: { zh: `抬头或税号不是本公司：${named}`, en: `It is not made out to the company: ${named}` } }];
  if (TITLELESS.has(facts.kind)) return [];
  if (isTitle === null) return [{ code: 'BUYER_MISSING', severity: 'warning', message: { zh: '没有读到购买方抬头', en: 'No buyer was read on it' } }];
  return facts.buyerTaxId ? [] : [{ code: 'BUYER_TAX_ID', severity: 'warning', message: { zh: '抬头正确，但没有税号', en: 'The title is right, the tax id is missing' } }];
}

type Sensitive = { readonly from: string; readonly words: RegExp; readonly what: { readonly zh: string; readonly en: string }; readonly source: string };

/** Goods that people look at before they are paid, with the day from which they are and where that is written. */
const SENSITIVE: readonly Sensitive[] = [
  { from: '2012-12-04', words: /烟草|卷烟|香烟|\*酒\*|白酒|红酒|洋酒|葡萄酒|茅台|五粮液/, what: { zh: '烟酒', en: 'tobacco or liquor' }, source: '中央八项规定' },
  { from: '2013-01-01', words: /礼品|礼盒|礼金|月饼|粽子|茶叶|\*茶\*|保健品|保健食品|燕窝|冬虫夏草/, what: { zh: '礼品、保健品、茶叶', en: 'gifts, health products or tea' }, source: '中央八项规定' },
  { from: '2016-09-01', words: /预付卡|购物卡|充值卡|储值卡|加油卡充值|\*预付卡销售\*|会员费|充值/, what: { zh: '预付卡、充值、会员费', en: 'prepaid cards, top-ups or memberships' }, source: '税务总局公告2016年第53号' },
  { from: '2013-01-01', words: /娱乐|KTV|歌厅|洗浴|桑拿|足浴|按摩|高尔夫|美容|美发/i, what: { zh: '娱乐、洗浴、美容', en: 'amusement, baths or beauty' }, source: '增值税法第二十二条' },
  { from: '2013-01-01', words: /黄金|珠宝|首饰|手表|化妆品|奢侈品|箱包皮具/, what: { zh: '贵金属、首饰、化妆品', en: 'precious metals, jewellery or cosmetics' }, source: '中央八项规定' },
];

/** Sensitive goods by class and words of the lines; a summary line without its list asks for the list. */
export function goodsFindings(facts: InvoiceFacts): Finding[] {
  const goods = facts.items.map((item) => item.name).join(' ');
  const found = SENSITIVE.filter((rule) => rule.from <= facts.issuedOn && rule.words.test(goods)).map(({ what, source }): Finding => ({
    code: 'SENSITIVE_GOODS', severity: 'warning', message: { zh: `含敏感品目：${what.zh}(${source})`, en: `It names ${what.en} (${source})` },
  }));
  const summary = /详见(?:销货|销售)?清单/.test(goods) && facts.items.length <= 1;
  return summary ? [...found, { code: 'LIST_MISSING', severity: 'warning', message: { zh: '品目为“详见销货清单”，请附清单', en: 'It refers to a list of goods; add the list' } }] : found;
}

/** What of another paper decides whether two come from one pad. */
export type Numbered = { readonly number: string; readonly code?: string | undefined; readonly issuedOn: string };

const NEAR_MAX = 3n;
const NEAR_DAYS = 90;
const PREFIX_DIGITS = 12;

/** Numbers so close that they may come from one pad (连号): same code, or the same first digits of a long number. */
export function areConsecutive(a: Numbered, b: Numbered): boolean {
  if (!/^\d{8,20}$/.test(a.number) || !/^\d{8,20}$/.test(b.number) || a.number.length !== b.number.length || (a.code ?? '') !== (b.code ?? '')) return false;
  if (a.number.length === 20 && a.number.slice(0, PREFIX_DIGITS) !== b.number.slice(0, PREFIX_DIGITS)) return false;
  const apart = BigInt(a.number) - BigInt(b.number);
  const days = Math.abs(Date.parse(a.issuedOn) - Date.parse(b.issuedOn)) / 86_400_000;
  return apart !== 0n && apart <= NEAR_MAX && apart >= -NEAR_MAX && days <= NEAR_DAYS;
}

/** Neighbours of one seller: an alarm for pads, a hint for 数电票, whose numbers are given out for the whole country. */
export function consecutiveFindings(facts: InvoiceFacts, others: readonly Numbered[]): Finding[] {
  const near = others.filter((other) => areConsecutive(facts, other)).map((other) => other.number).slice(0, 5);
  if (near.length === 0) return [];
  return [{ code: 'CONSECUTIVE_NUMBERS', severity: facts.number.length === 20 ? 'info' : 'warning', message: { zh: `与同一销售方的发票连号：${near.join('、')}`, en: `Its number follows others of the same seller: ${near.join(', ')}` } }];
}
