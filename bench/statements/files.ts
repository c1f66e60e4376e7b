/**
 * Statement files of any size in pieces, always the same ones: every line differs from the next in day, amount, name and
 * reference, as in life, and opening + credits − debits = closing.
 */
export type BenchFile = { readonly name: string; readonly format: string; readonly tokens: 'lines' | 'tags' | 'cells' | 'xml'; readonly pieces: (entries: number) => Iterable<string> };

const BATCH = 2000;
const OPENING = 1_000_000_00;
const two = (n: number): string => String(n).padStart(2, '0');

type Line = { readonly n: number; readonly year: number; readonly month: number; readonly day: number; readonly minor: number; readonly comesIn: boolean; readonly shop: number };

/** A company's account over the years, a thousand lines a day: spending, and what comes in every ninth line. */
function lineOf(n: number): Line {
  const days = Math.floor(n / 1000);
  return { n, year: 2026 + Math.floor(days / 336), month: 1 + (Math.floor(days / 28) % 12), day: 1 + (days % 28), minor: 100 + ((n * 7919) % 99_900), comesIn: n % 9 === 0, shop: (n * 31) % 977 };
}

const amount = (minor: number, mark: string): string => `${Math.floor(minor / 100)}${mark}${two(minor % 100)}`;
const closingOf = (entries: number): number => {
  let minor = OPENING;
  for (let n = 0; n < entries; n += 1) minor += lineOf(n).comesIn ? lineOf(n).minor : -lineOf(n).minor;
  return minor;
};

function* pieces(entries: number, head: string, write: (line: Line) => string, tail: string): Iterable<string> {
  yield head;
  for (let from = 0; from < entries; from += BATCH) {
    let text = '';
    for (let n = from; n < Math.min(entries, from + BATCH); n += 1) text += write(lineOf(n));
    yield text;
  }
  yield tail;
}

const iso = ({ year, month, day }: Line): string => `${year}-${two(month)}-${two(day)}`;
const packed = (line: Line): string => iso(line).replaceAll('-', '');
const clock = ({ n }: Line): string => `${two(8 + (n % 12))}:${two(n % 60)}:${two((n * 7) % 60)}`;

const mt940 = (entries: number): Iterable<string> => {
  const closing = closingOf(entries);
  return pieces(entries, `:20:STMT1\r\n:25:12345678/1020304050\r\n:28C:00001/001\r\n:60F:C260101EUR${amount(OPENING, ',')}\r\n`,
    (line) => `:61:${packed(line).slice(2)}${two(line.month)}${two(line.day)}${line.comesIn ? 'C' : 'D'}${amount(line.minor, ',')}NTRFINV${line.n}//BREF${line.n}\r\n:86:105?00Lastschrift?20EREF+E${line.n}SVWZ+Hotel Buchung ${line.n}?32Hotel Adler ${line.shop}\r\n`,
    `:62F:${closing < 0 ? 'D' : 'C'}261231EUR${amount(Math.abs(closing), ',')}\r\n-\r\n`);
};

const ofx = (entries: number): Iterable<string> => pieces(entries,
  'OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\n\r\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD<BANKACCTFROM><BANKID>1<ACCTID>4111<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST><DTSTART>20260101<DTEND>20261231\r\n',
  (line) => `<STMTTRN><TRNTYPE>${line.comesIn ? 'CREDIT' : 'DEBIT'}<DTPOSTED>${packed(line)}120000[-5:EST]<TRNAMT>${line.comesIn ? '' : '-'}${amount(line.minor, '.')}<FITID>F${line.n}<NAME>HOTEL &amp; BAR ${line.shop}<MEMO>Stay ${line.n}</STMTTRN>\r\n`,
  '</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\r\n');

const wechat = (entries: number): Iterable<string> => pieces(entries,
  '\uFEFF微信支付账单明细,,,,,,,,\n微信昵称：[王小明],,,,,,,,\n,,,,,,,,\n----------------------微信支付账单明细列表--------------------,,,,,,,,\n交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注\n',
  (line) => `${iso(line)} ${clock(line)},${line.comesIn ? '微信红包' : '商户消费'},杭州小满餐厅${line.shop}号店,"午餐,${line.n}",${line.comesIn ? '收入' : '支出'},¥${amount(line.minor, '.')},零钱,${line.comesIn ? '已存入零钱' : '支付成功'},"42000${String(line.n).padStart(23, '0')}\t","D${line.n}\t","/"\n`, '');

const bankCsv = (entries: number): Iterable<string> => {
  let balance = OPENING;
  return pieces(entries, '账号：6222000000000001,,,,,,,,\n交易日期,交易时间,支出,收入,账户余额,币种,摘要,对方账号,对方户名,交易地点\n', (line) => {
    balance += line.comesIn ? line.minor : -line.minor;
    const size = amount(line.minor, '.');
    return `${packed(line)},${clock(line)},${line.comesIn ? '' : size},${line.comesIn ? size : ''},${balance < 0 ? '-' : ''}${amount(Math.abs(balance), '.')},人民币元,消费,6217${String(line.n).padStart(15, '0')},杭州小满餐厅${line.shop},${line.n}\n`;
  }, '');
};

const camtHead = (message: string, version: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${version}"><${message}><GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-12-31T20:00:00Z</CreDtTm></GrpHdr>`;

const camtEntry = (line: Line): string =>
  `<Ntry><NtryRef>${line.n}</NtryRef><Amt Ccy="EUR">${amount(line.minor, '.')}</Amt><CdtDbtInd>${line.comesIn ? 'CRDT' : 'DBIT'}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${iso(line)}</Dt></BookgDt><ValDt><Dt>${iso(line)}</Dt></ValDt><AcctSvcrRef>B${line.n}</AcctSvcrRef>
<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls><TxDtls><Refs><EndToEndId>E${line.n}</EndToEndId></Refs><Amt Ccy="EUR">${amount(line.minor, '.')}</Amt>
<RltdPties><Cdtr><Pty><Nm>Hotel Adler ${line.shop}</Nm></Pty></Cdtr><CdtrAcct><Id><IBAN>DE0212030000000020${line.shop}</IBAN></Id></CdtrAcct></RltdPties><RmtInf><Ustrd>Buchung ${line.n}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>\n`;

const balance = (code: string, minor: number): string =>
  `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${amount(Math.abs(minor), '.')}</Amt><CdtDbtInd>${minor < 0 ? 'DBIT' : 'CRDT'}</CdtDbtInd><Dt><Dt>2026-12-31</Dt></Dt></Bal>`;

const camt053 = (entries: number): Iterable<string> => pieces(entries,
  `${camtHead('BkToCstmrStmt', 'camt.053.001.08')}<Stmt><Id>S1</Id><Acct><Id><IBAN>DE02120300000000202051</IBAN></Id><Ccy>EUR</Ccy></Acct>${balance('OPBD', OPENING)}${balance('CLBD', closingOf(entries))}\n`, camtEntry, '</Stmt></BkToCstmrStmt></Document>\n');

const camt052 = (entries: number): Iterable<string> => pieces(entries,
  `${camtHead('BkToCstmrAcctRpt', 'camt.052.001.08')}<Rpt><Id>R1</Id><Acct><Id><IBAN>DE02120300000000202051</IBAN></Id><Ccy>EUR</Ccy></Acct>\n`, camtEntry, '</Rpt></BkToCstmrAcctRpt></Document>\n');

export const BENCH_FILES: readonly BenchFile[] = [
  { name: 'mt940', format: 'mt940', tokens: 'lines', pieces: mt940 }, { name: 'ofx', format: 'ofx', tokens: 'tags', pieces: ofx }, { name: 'wechat-csv', format: 'table', tokens: 'cells', pieces: wechat }, { name: 'bank-csv', format: 'table', tokens: 'cells', pieces: bankCsv },
  { name: 'camt.053', format: 'camt', tokens: 'xml', pieces: camt053 }, { name: 'camt.052', format: 'camt', tokens: 'xml', pieces: camt052 },
];

const encoder = new TextEncoder();

/** The whole file in memory. */
export const bytesOf = ({ pieces: of }: BenchFile, entries: number): Uint8Array => Buffer.concat([...of(entries)].map((piece) => encoder.encode(piece)));
