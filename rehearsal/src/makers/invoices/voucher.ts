import { toXml } from './xml.ts';

export type VoucherPlan = {
  /** The last segment of the taxonomy: `einv_ord`, `inv_ord`, `rai`, `atr`, `bker`. */
  readonly taxonomy: string;
  readonly year?: string;
  /** Facts by their local name; empty ones are left out, an array is a tuple for each of its members. */
  readonly facts: Readonly<Record<string, string | readonly Readonly<Record<string, string>>[]>>;
  /** Puts the namespace on every fact as its default one, as some issuers do, instead of a prefix. */
  readonly defaultNamespace?: boolean;
};

/** A voucher by the ministry of finance's standard: facts of one taxonomy in an XBRL instance. */
export function makeVoucherXbrl({ taxonomy, year = '2023-12-31', facts, defaultNamespace = false }: VoucherPlan): Uint8Array {
  const namespace = `http://xbrl.mof.gov.cn/taxonomy/${year}/${taxonomy}`;
  const prefix = taxonomy.split('_')[0] ?? taxonomy;
  const named = (name: string): string => (defaultNamespace ? name : `${prefix}:${name}`);
  const own = defaultNamespace ? { '@xmlns': namespace } : {};
  const element = (value: string | readonly Readonly<Record<string, string>>[]): object =>
    typeof value === 'string' ? { ...own, '@contextRef': 'c1', '#text': value } : value.map((tuple) => ({ ...own, ...inside(tuple) }));
  const inside = (all: VoucherPlan['facts']): object => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== '').map(([name, value]) => [named(name), element(value)]));
  return toXml({
    xbrl: {
      '@xmlns': 'http://www.xbrl.org/2003/instance', ...(defaultNamespace ? {} : { [`@xmlns:${prefix}`]: namespace }),
      context: { '@id': 'c1', entity: { identifier: { '@scheme': 'http://xbrl.mof.gov.cn', '#text': 'rehearsal' } }, period: { instant: '2026-01-01' } },
      unit: { '@id': 'u1', measure: 'iso4217:CNY' }, ...inside(facts),
    },
  });
}
