import iconv from 'iconv-lite';
import Papa from 'papaparse';
import { formatAmount } from '@roundtrip/kernel';
import { columnsOf, type BookExporter, type ExportEntry } from '#spi';

/** Both sides of a voucher with many lines meet here, and it returns to zero with each voucher. */
const CLEARING = '99999999';
const HEAD = ['Umsatz (ohne Soll/Haben-Kz)', 'Soll/Haben-Kennzeichen', 'WKZ Umsatz', 'Kurs', 'Basis-Umsatz', 'WKZ Basis-Umsatz', 'Konto', 'Gegenkonto (ohne BU-Schlüssel)', 'BU-Schlüssel', 'Belegdatum', 'Belegfeld 1', 'Belegfeld 2', 'Skonto', 'Buchungstext'];
const TEXT_MAX = 60;
const REFERENCE_MAX = 36;

function rows(entry: ExportEntry): string[][] {
  return entry.postings.map((posting) => {
    const { debit, credit } = columnsOf(posting);
    const minor = debit ?? credit ?? 0n;
    const size = minor < 0n ? -minor : minor;
    // The format knows no red amounts: what is taken back stands on the other side.
    const side = (debit !== null) === minor >= 0n ? 'S' : 'H';
    const account = /^[\d.]+$/.test(posting.account) ? posting.account.replaceAll('.', '') : posting.account;
    return [formatAmount({ minor: size, currency: posting.currency }).replace('.', ','), side, posting.currency, '', '', '', account, CLEARING, '', `${entry.on.slice(8, 10)}${entry.on.slice(5, 7)}`, entry.id.slice(0, REFERENCE_MAX), entry.voucher, '', (posting.text ?? entry.text).replace(/\s+/g, ' ').slice(0, TEXT_MAX)];
  });
}

/** EXTF Buchungsstapel, format 700: Windows-1252, semicolons, CRLF; a character that the code page lacks is written as a question mark. */
export const datev: BookExporter = {
  id: 'datev', title: { zh: 'DATEV EXTF(CSV)', en: 'DATEV EXTF' }, extension: 'csv', takes: 'vouchers', system: 'datev',
  render(_company, entries) {
    const days = entries.map((entry) => entry.on.replaceAll('-', '')).sort();
    const [from, to] = [days[0] ?? '', days.at(-1) ?? ''];
    const head = ['EXTF', '700', '21', 'Buchungsstapel', '13', `${to}000000000`, '', 'RE', '', '', '1001', '1', `${from.slice(0, 4)}0101`, '8', from, to, 'Reisekosten', '', '1', '0', '0', entries[0]?.postings[0]?.currency ?? '', '', '', '', '', '', '', '', '', ''];
    return new Uint8Array(iconv.encode(`${Papa.unparse([head, HEAD, ...entries.flatMap(rows)], { delimiter: ';', newline: '\r\n', quotes: false })}\r\n`, 'windows-1252'));
  },
};
