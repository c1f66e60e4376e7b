import type { Bilingual } from '@roundtrip/kernel';
import { say, t } from '../../i18n/index.ts';
import { plainMoney } from '../../parts/format.ts';

type Plain = Readonly<Record<string, unknown>>;
const isBilingual = (value: Plain): value is Bilingual => typeof value['zh'] === 'string' && typeof value['en'] === 'string';

/** A cell in words: amounts as amounts, two-language words in the reader's, ranges and lists written out. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return '—';
  if (typeof value === 'boolean') return t(value ? 'policy.yes' : 'policy.no');
  if (Array.isArray(value)) return value.length === 0 ? '—' : value.map(cellText).join('、');
  if (typeof value !== 'object') return String(value);
  const plain = value as Plain;
  if (isBilingual(plain)) return say(plain);
  if (typeof plain['amount'] === 'string' && typeof plain['currency'] === 'string') return plainMoney({ amount: plain['amount'], currency: plain['currency'] });
  return Object.entries(plain).map(([key, each]) => `${key} ${cellText(each)}`).join(' · ');
}
