import { currencyDigits, formatAmount, type CivilDate } from '@roundtrip/kernel';
import type { BookExporter, ExportEntry, ExportPosting } from '#spi';

/** A line of text without what hledger gives a meaning to: line ends, comments, the bar between payee and note. */
const plain = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ').replace(/[;|]/g, ',').replace(/\s+/g, ' ').trim();

/** Two spaces end an account's name, and brackets around it make it virtual. */
const accountName = (account: string): string => plain(account).replace(/[()[\]]/g, '').replace(/:+/g, ':').trim() || 'unnamed';

const sample = (currency: string): string => {
  const digits = currencyDigits(currency) ?? 2;
  return digits === 0 ? `${currency} 1000.` : `${currency} 1000.${'0'.repeat(digits)}`;
};

/** Unicode order of code points, the same on every machine. */
const sorted = (names: Iterable<string>): string[] => [...new Set(names)].sort();

const posting = ({ account, minor, currency }: ExportPosting): string => `    ${accountName(account)}  ${currency} ${formatAmount({ minor, currency })}`;

function transaction(entry: ExportEntry): string {
  const first: [CivilDate, string] = [entry.on, `(${plain(entry.voucher).replace(/[()]/g, '')})`];
  return [`${first.join(' * ')} ${plain(entry.text)}`.trimEnd(), `    ; id: ${entry.id}`, ...entry.postings.map(posting)].join('\n');
}

/** A plain-text journal: every account and commodity is declared, so `hledger check --strict` finds nothing. */
export const hledger: BookExporter = {
  id: 'hledger',
  title: { zh: 'hledger 日记账', en: 'hledger journal' },
  extension: 'journal',
  takes: 'entries', system: 'hledger',
  render(company, entries) {
    const postings = entries.flatMap((entry) => entry.postings);
    const head = [
      `; ${plain(company)}`,
      ...sorted(postings.map((one) => one.currency)).map((currency) => `commodity ${sample(currency)}`),
      ...sorted(postings.map((one) => accountName(one.account))).map((account) => `account ${account}`),
    ];
    return new TextEncoder().encode(`${[head.join('\n'), ...entries.map(transaction)].join('\n\n')}\n`);
  },
};
