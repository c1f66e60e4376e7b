/** Classes of cabin and seat from the plainest to the best: a lower one is always allowed where the policy names it. */
export const SEAT_CLASSES = [
  'standing', 'hard_seat', 'soft_seat', 'second', 'third', 'hard_sleeper', 'soft_sleeper', 'economy', 'premium_economy', 'first_seat', 'business_seat', 'deluxe_sleeper', 'business', 'first',
] as const;

export type SeatClass = (typeof SEAT_CLASSES)[number];

const WORDS: Readonly<Record<SeatClass, string>> = {
  standing: '无座 standing 站票',
  hard_seat: '硬座 hardseat 硬席',
  soft_seat: '软座 softseat 软席',
  second: '二等座 二等 second secondclass 2 二等舱',
  third: '三等舱 三等 third thirdclass',
  hard_sleeper: '硬卧 hardsleeper 二等卧 动卧二等',
  soft_sleeper: '软卧 softsleeper 一等卧 动卧 动卧一等',
  economy: '经济舱 经济 economy economyclass y coach',
  premium_economy: '超级经济舱 高端经济舱 明珠经济舱 超经舱 premiumeconomy premiumeconomyclass w',
  first_seat: '一等座 一等 firstseat firstclassseat',
  business_seat: '商务座 特等座 优选一等座 businessseat',
  deluxe_sleeper: '高级软卧 高级动卧 deluxesleeper',
  business: '公务舱 商务舱 business businessclass c j',
  first: '头等舱 头等 first firstclass f 一等舱',
};

const BY_WORD: ReadonlyMap<string, SeatClass> = new Map(SEAT_CLASSES.flatMap((seat) => WORDS[seat].split(' ').map((word): [string, SeatClass] => [word, seat])));

/** On rails the short words mean seats: `first` is 一等座 and `business` 商务座. */
const ON_RAILS: Partial<Record<SeatClass, SeatClass>> = { first: 'first_seat', business: 'business_seat' };

/** The class that a supplier's or a ticket's word stands for; null for a word that we do not know. */
export function seatOf(text: string, category: string): SeatClass | null {
  const seat = BY_WORD.get(text.normalize('NFKC').toLowerCase().replace(/[\s_-]/g, '')) ?? null;
  return seat && category === 'rail' ? (ON_RAILS[seat] ?? seat) : seat;
}

export const SEAT_TITLES: Readonly<Record<SeatClass, { readonly zh: string; readonly en: string }>> = {
  standing: { zh: '无座', en: 'standing' },
  hard_seat: { zh: '硬座', en: 'hard seat' },
  soft_seat: { zh: '软座', en: 'soft seat' },
  second: { zh: '二等座', en: 'second class' },
  third: { zh: '三等舱', en: 'third class' },
  hard_sleeper: { zh: '硬卧', en: 'hard sleeper' },
  soft_sleeper: { zh: '软卧', en: 'soft sleeper' },
  economy: { zh: '经济舱', en: 'economy' },
  premium_economy: { zh: '超级经济舱', en: 'premium economy' },
  first_seat: { zh: '一等座', en: 'first class seat' },
  business_seat: { zh: '商务座', en: 'business class seat' },
  deluxe_sleeper: { zh: '高级软卧', en: 'deluxe sleeper' },
  business: { zh: '公务舱', en: 'business class' },
  first: { zh: '头等舱', en: 'first class' },
};
