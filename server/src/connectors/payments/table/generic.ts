import { isCurrency } from '@roundtrip/kernel';
import { COLUMNS, comparable, type Column, type TableProfile } from './profile.ts';
import { positionsIn, type Layout } from './header.ts';
import { currencyFrom, directionFrom } from './words.ts';

/**
 * Header names by meaning, in the languages that banks print; the earlier name of a column wins. A header that merely
 * begins with one of the longer names counts too, since banks like to add a unit or a remark.
 */
const NAMES: Partial<Record<Column, readonly string[]>> = {
  id: ['transaction id', 'transactionid', 'id', 'external id', 'external_id', 'reference', 'ref', 'référence', 'referencia', 'riferimento', 'referenz', 'kundenreferenz', 'referentie', 'fitid', '交易流水号', '流水号', '交易单号', '交易号', '交易订单号'],
  date: ['transaction date', 'transaction_date', 'date', 'booking date', 'book date', 'posted', 'posting date', 'posted date', 'trans date', 'completed date', 'started date', 'value date', 'valuta', 'datum', 'buchungstag', 'buchungsdatum', 'buchung', 'wertstellung', 'date opération', 'date operation', 'date d\'opération', 'date comptable', 'date valeur', 'fecha', 'fecha operación', 'fecha operacion', 'fecha valor', 'data', 'data operazione', 'data contabile', 'boekdatum', 'transactiedatum', 'data movimento', '交易日期', '交易时间', '交易日', '日期', '记账日期', '记账日', '入账日期', '发生时间', '发生日期', '业务日期', '成交日期', '発生日', '取引日', '日付'],
  time: ['time', 'uhrzeit', 'heure', 'hora', 'ora', '时间'],
  bookedOn: ['posting date', 'posted on', 'booked on', 'value date', 'wertstellung', 'valutadatum', 'date valeur', 'date de valeur', 'fecha valor', 'data valuta', '记账日期', '入账日期', '入账日', '记账日'],
  amount: ['amount', 'transaction amount', 'billing amount', 'value', 'betrag', 'umsatz', 'montant', 'importe', 'importo', 'bedrag', 'valor', 'monto', '入账金额', '记账金额', '结算金额', '金额', '交易金额', '收支金额', '发生额', '人民币金额', '发生金额', '清算金额', '成交金额', '金額', 'total'],
  credit: ['credit', 'credit amount', 'deposit', 'deposits', 'paid in', 'money in', 'haben', 'gutschrift', 'crédit', 'credito', 'crédito', 'abono', 'abonos', 'entrate', 'accrediti', 'bij', '收入', '收入金额', '存入', '存入金额', '贷方', '贷方金额', '贷方发生额', '入金', 'お預り金額'],
  debit: ['debit', 'debit amount', 'withdrawal', 'withdrawals', 'paid out', 'money out', 'soll', 'lastschrift', 'débit', 'debito', 'débito', 'cargo', 'cargos', 'uscite', 'addebiti', 'af', '支出', '支出金额', '取出', '取出金额', '借方', '借方金额', '借方发生额', '出金', 'お支払金額'],
  direction: ['debit/credit', 'credit/debit', 'dr/cr', 'cr/dr', 'cd', 'type', 'transaction type', 'transaction_type', 'soll/haben', 'af bij', 'af/bij', '收/支', '收支', '收支类型', '借贷', '借贷标志'],
  currency: ['currency', 'ccy', 'currency code', 'billing currency', 'währung', 'waehrung', 'devise', 'moneda', 'divisa', 'valuta', 'moeda', 'munt', '入账币种', '入账货币', '记账币种', '结算币种', '币种', '币别', '货币', '通貨'],
  balance: ['balance', 'running balance', 'saldo', 'solde', 'kontostand', '余额', '账户余额', '本次余额', '残高'],
  merchant: ['merchant', 'merchant name', 'vendor', 'payee', 'counterparty', 'name', 'beneficiary', 'beguenstigter/zahlungspflichtiger', 'begünstigter/zahlungspflichtiger', 'empfänger', 'auftraggeber', 'bénéficiaire', 'tiers', 'beneficiario', 'begunstigde', 'naam tegenpartij', 'naam / omschrijving', '交易对方', '对方户名', '对方账户名', '商户名称', '对手信息', '交易描述', '交易说明', '证券名称', '业务名称'],
  description: ['description', 'details', 'memo', 'narrative', 'narration', 'particulars', 'verwendungszweck', 'buchungstext', 'libellé', 'libelle', 'motif', 'concepto', 'descripción', 'descripcion', 'descrizione', 'causale', 'omschrijving', 'mededelingen', 'descrição', '摘要', '交易摘要', '附言', '备注', '用途', '说明', '摘要/附言', '適用'],
  counterpartyAccount: ['counterparty account', 'counterparty iban', 'tegenrekening', 'kontonummer/iban', '对方账号', '对方账户'],
  account: ['account', 'iban', 'account number', 'konto', 'auftragskonto', 'compte', 'cuenta', 'conto', 'rekening', '账号', '卡号', '账户'],
  payer: ['card', 'card number', 'card tail', 'card last 4', 'last 4', 'cardholder', 'employee', 'employee id', 'employee number', 'employee no', 'employee_no', 'payer', '卡号末四位', '卡末四位', '工号', '持卡人'],
  mcc: ['mcc', 'merchant category code', 'mcc code', 'category code', '行业代码'],
  city: ['city', 'merchant city', 'ort', 'ville', 'ciudad', '城市'],
  country: ['country', 'merchant country', 'land', 'pays', 'país', '国家'],
  originalAmount: ['original amount', 'foreign amount', 'foreign_amount', 'local amount', '交易金额', '原币金额', '外币金额'],
  originalCurrency: ['original currency', 'foreign currency', 'foreign_currency', 'local currency', '交易币种', '交易货币', '原币币种', '外币币种'],
  orderNo: ['order no', 'order number', 'order id', 'order_no', '订单号', '商户订单号', '商家订单号'],
  fee: ['fee', 'gebühr', 'frais', 'comisión', '手续费'],
  status: ['status', 'state', '交易状态', '状态'],
};

const HEADER_ROWS_MAX = 60;
const bare = (name: string): string => name.replace(/[([].*$/, '');

function namesIn(header: readonly string[], column: Column): string | undefined {
  const names = (NAMES[column] ?? []).map(comparable);
  const exact = names.find((name) => header.includes(name));
  if (exact !== undefined) return exact;
  return names.flatMap((name) => header.filter((cell) => bare(cell) === name || (name.length >= (/[\u4e00-\u9fff]/.test(name) ? 3 : 5) && cell.startsWith(name))))[0];
}

/** Reads an unknown table by its header's words: it needs a day and money. Null where they are not there. */
export function guessLayout(rows: readonly (readonly string[])[]): Layout | null {
  for (let index = 0; index < Math.min(rows.length, HEADER_ROWS_MAX); index += 1) {
    const header = (rows[index] ?? []).map(comparable);
    const columns = guessColumns(header);
    const split = columns.credit !== undefined && columns.debit !== undefined;
    if (!columns.date || !(columns.amount || split) || Object.keys(columns).length < 3) continue;
    const money = [...(columns.amount ?? []), ...(columns.credit ?? []), ...(columns.debit ?? [])];
    const signs = !columns.amount ? 'split' : signsIn(rows.slice(index + 1), header, columns);
    const profile = profileOf(columns, signs, header, currencyBeside(money));
    return { profile, start: index + 1, header, positions: positionsIn(header, profile) };
  }
  return null;
}

/** Each header cell serves one column; the columns are asked in the order of their list. */
export function guessColumns(header: readonly string[]): Partial<Record<Column, readonly string[]>> {
  const taken = new Set<string>();
  const columns: Partial<Record<Column, readonly string[]>> = {};
  for (const column of COLUMNS) {
    const name = namesIn(header.filter((cell) => cell !== '' && !taken.has(cell)), column);
    if (name === undefined) continue;
    taken.add(name);
    columns[column] = [name];
  }
  return columns;
}

/** `Amount (EUR)` and `金额(元)` name the currency in the header. */
function currencyBeside(names: readonly string[]): string | undefined {
  const named = names.map((name) => /[([](.+?)[)\]]/.exec(name)?.[1]).find((inner) => inner !== undefined);
  const currency = named === undefined ? undefined : currencyFrom(named);
  return currency !== undefined && isCurrency(currency) ? currency : undefined;
}

/**
 * Whether the direction column can be trusted to say which way money went: a column that is called so but names kinds
 * of payment (`TOPUP`) says nothing, and then the sign must.
 */
function signsIn(data: readonly (readonly string[])[], header: readonly string[], columns: Partial<Record<Column, readonly string[]>>): 'word' | 'sign' {
  const cells = (name: string | undefined): string[] => (name === undefined ? [] : data.map((row) => row[header.indexOf(name)] ?? '').filter((cell) => cell !== ''));
  const words = cells(columns.direction?.[0]);
  const known = words.filter((word) => directionFrom(word) !== null).length;
  if (known === 0) return 'sign';
  return known === words.length || !cells(columns.amount?.[0]).some((cell) => /^[^\d]*[-(]/.test(cell)) ? 'word' : 'sign';
}

function profileOf(found: Partial<Record<Column, readonly string[]>>, signs: 'split' | 'word' | 'sign', header: readonly string[], beside: string | undefined): TableProfile {
  const { direction, ...others } = found;
  const columns = signs === 'word' || !direction ? found : { ...others, type: direction };
  const card = columns.payer !== undefined || columns.mcc !== undefined;
  const chinese = header.some((cell) => /[\u4e00-\u9fff]/.test(cell));
  const money = signs === 'sign' ? (card ? 'charged' : 'signed') : signs;
  return {
    id: card ? 'card-csv' : 'csv-generic',
    title: { zh: '通用表格', en: 'Generic table' },
    signature: [], columns, money,
    channel: card ? 'corporate_card' : 'bank', ...(card ? { companyPaid: true } : {}),
    zone: chinese ? 'Asia/Shanghai' : 'UTC', currency: beside ?? (chinese ? 'CNY' : 'XXX'), order: chinese ? 'ymd' : 'dmy',
  };
}
