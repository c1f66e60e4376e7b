/** Words that say what a firm is and not who it is. */
const LEGAL = /股份|有限|责任|公司|集团|管理|服务|科技|分公司|连锁|企业|co\.?,?\s*ltd\.?|inc\.?|limited|gmbh/gi;

export const plainName = (name: string): string => name.normalize('NFKC').toLowerCase().replace(LEGAL, '').replace(/[\s()（）·,.，。\-_/|*]/g, '');

const pairsOf = (text: string): Set<string> => new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, i) => text.slice(i, i + 2)));

export type Name = { readonly plain: string; readonly pairs: ReadonlySet<string> };
const toName = (text: string): Name => {
  const plain = plainName(text);
  return { plain, pairs: pairsOf(plain) };
};

/** How much of the shorter name stands in the longer one, 0 to 1, by pairs of letters: Chinese has no spaces to cut at. */
function likeness(a: Name, b: Name): number {
  const [short, long] = a.plain.length <= b.plain.length ? [a, b] : [b, a];
  if (short.plain.length < 2) return 0;
  if (long.plain.includes(short.plain)) return 1;
  let both = 0;
  for (const pair of short.pairs) if (long.pairs.has(pair)) both++;
  return both / short.pairs.size;
}

/** What kind of spending a text speaks of; `other` where it says nothing. */
export const CATEGORIES = ['other', 'rail', 'air', 'ride', 'lodging', 'food'] as const;
export type Category = (typeof CATEGORIES)[number];

const WORDS: readonly (readonly [Category, RegExp])[] = [
  ['rail', /12306|铁路|火车|高铁|动车|rail|退票费/i], ['air', /航空|机票|机场建设|客票|airline|airways|flight/i],
  ['ride', /滴滴|出行|打车|出租|网约车|快车|专车|曹操|高德|首汽|t3|didi|taxi|uber|客运|租车/i],
  ['lodging', /酒店|宾馆|旅馆|民宿|住宿|房费|公寓|全季|亚朵|汉庭|如家|锦江|维也纳|桔子|丽枫|欢朋|hotel|hostel|\binn\b|lodging/i],
  ['food', /餐|饭|咖啡|食|面馆|面庄|火锅|烧烤|小吃|茶|酒楼|菜|美团|饿了么|肯德基|麦当劳|星巴克|瑞幸|restaurant|coffee|cafe|food|meal/i],
];
const BY_MCC: Readonly<Record<string, Category>> = { '4112': 'rail', '4111': 'ride', '4121': 'ride', '4511': 'air', '7011': 'lodging', '5811': 'food', '5812': 'food', '5813': 'food', '5814': 'food' };

export const categoryOf = (text: string, mcc: string | null = null): Category => {
  const byCode = mcc === null ? undefined : BY_MCC[mcc] ?? (mcc >= '3000' && mcc <= '3299' ? 'air' : mcc >= '3501' && mcc <= '3999' ? 'lodging' : undefined);
  return byCode ?? WORDS.find(([, words]) => words.test(text))?.[0] ?? 'other';
};

/** Numbers for names, so that each is taken apart once and each pair compared once. */
export class Names {
  private readonly numbers = new Map<string, number>();
  private readonly names: Name[] = [];
  private readonly known: Map<number, number>[] = [];

  numberOf(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    this.numbers.set(text, this.names.length);
    this.names.push(toName(text));
    this.known.push(new Map());
    return this.names.length - 1;
  }

  plainOf(name: number): string { return this.names[name]?.plain ?? ''; }

  likeness(a: number, b: number): number {
    const others = this.known[a] as Map<number, number>;
    const known = others.get(b);
    if (known !== undefined) return known;
    const value = likeness(this.names[a] as Name, this.names[b] as Name);
    others.set(b, value);
    return value;
  }
}
