import { isCurrency, type Finding } from '@roundtrip/kernel';
import type { FileFormat, PaymentOrderRecord } from '#spi';
import { addDecimals, plainDecimal } from '../shared/amounts.ts';
import { decodeXml } from '../shared/bytes.ts';
import { isoMoment } from '../shared/dates.ts';
import { Refusal, finding, guarded } from '../shared/errors.ts';
import { all, at, namespacesIn, readXml, textAt, within, type Element } from '../shared/xml.ts';

const ROOT = 'CstmrCdtTrfInitn';
const error = (code: string, zh: string, en: string): Finding => finding('error', code, zh, en);

type Transfer = { readonly element: Element; readonly decimal: string | null; readonly currency: string };

function transferOf(element: Element): Transfer {
  const amount = at(element, 'Amt', 'InstdAmt') ?? at(element, 'Amt', 'EqvtAmt', 'Amt');
  return { element, decimal: amount ? plainDecimal(amount.text, '.') : null, currency: amount?.attributes['Ccy'] ?? '' };
}

const sumOf = (transfers: readonly Transfer[]): string => addDecimals(transfers.map((t) => t.decimal ?? '0'));
const same = (a: string, b: string): boolean => /^-?0*(?:\.0*)?$/.test(addDecimals([a, b.startsWith('-') ? b.slice(1) : `-${b}`]));

/** Holds what a level declares about itself against what stands below it. */
function checkTotals(level: Element | undefined, transfers: readonly Transfer[], place: string): Finding[] {
  const findings: Finding[] = [];
  const count = textAt(level, 'NbOfTxs');
  if (count !== '' && Number(count) !== transfers.length) findings.push(error('NB_OF_TXS', `${place}:声明 ${count} 笔,实有 ${transfers.length} 笔`, `${place}: ${count} payments declared, ${transfers.length} there`));
  const declared = textAt(level, 'CtrlSum');
  const plain = plainDecimal(declared, '.');
  if (declared !== '' && (plain === null || !same(plain, sumOf(transfers)))) findings.push(error('CTRL_SUM', `${place}:声明合计 ${declared},实际 ${sumOf(transfers)}`, `${place}: the control sum is ${declared}, the payments add up to ${sumOf(transfers)}`));
  return findings;
}

function checkTransfer({ element, decimal, currency }: Transfer, index: number): Finding[] {
  const place = `CdtTrfTxInf[${index + 1}]`;
  const findings: Finding[] = [];
  if (decimal === null || !/[1-9]/.test(decimal) || decimal.startsWith('-')) findings.push(error('AMOUNT', `${place}:金额无效`, `${place}: not a valid amount`));
  if (!isCurrency(currency)) findings.push(error('CURRENCY', `${place}:币种 ${currency.slice(0, 8)} 无效`, `${place}: ${currency.slice(0, 8)} is not a currency`));
  const endToEnd = textAt(element, 'PmtId', 'EndToEndId');
  if (endToEnd === '' || endToEnd.length > 35) findings.push(error('END_TO_END_ID', `${place}:端到端标识缺失或超过 35 位`, `${place}: the end-to-end id is missing or longer than 35 characters`));
  else if (!/^[A-Za-z0-9/\-?:().,'+ ]+$/.test(endToEnd) || /^\/|\/$|\/\//.test(endToEnd)) findings.push(finding('warning', 'END_TO_END_CHARSET', `${place}:端到端标识含银行可能拒收的字符`, `${place}: the end-to-end id has characters that banks may refuse`));
  if (textAt(element, 'Cdtr', 'Nm') === '') findings.push(error('CREDITOR', `${place}:缺少收款人名称`, `${place}: the creditor has no name`));
  return findings;
}

function readOrder(bytes: Uint8Array): readonly PaymentOrderRecord[] {
  const document = readXml(bytes);
  const order = document.name === ROOT ? document : (within(document, ROOT)[0] ?? document.children.find((child) => child.name.startsWith('pain.001')));
  if (!order) throw new Refusal('file.unknown-format', { zh: '不是 pain.001 报文', en: 'Not a pain.001 message' });
  const header = at(order, 'GrpHdr');
  const batches = all(order, 'PmtInf').map((element) => ({ element, transfers: all(element, 'CdtTrfTxInf').map(transferOf) }));
  const transfers = batches.flatMap((batch) => batch.transfers);
  const messageId = textAt(header, 'MsgId');
  const findings = [
    ...(messageId === '' || messageId.length > 35 ? [error('MSG_ID', '报文标识缺失或超过 35 位', 'The message id is missing or longer than 35 characters')] : []),
    ...(transfers.length === 0 ? [error('EMPTY', '没有任何付款', 'There are no payments')] : []),
    ...checkTotals(header, transfers, 'GrpHdr'),
    ...batches.flatMap(({ element, transfers: mine }, i) => [...checkTotals(element, mine, `PmtInf[${i + 1}]`), ...checkBatch(element, i)]),
    ...transfers.flatMap(checkTransfer),
  ];
  const version = /pain\.001\.\d{3}\.\d{2}(?:\.ch\.\d{2})?/.exec(namespacesIn(document))?.[0] ?? 'pain.001';
  return [{
    kind: 'payment-order', format: version, messageId, count: transfers.length, sum: sumOf(transfers),
    valid: !findings.some((f) => f.severity === 'error'), findings,
  }];
}

function checkBatch(batch: Element, index: number): Finding[] {
  const place = `PmtInf[${index + 1}]`;
  const findings: Finding[] = [];
  const date = textAt(batch, 'ReqdExctnDt', 'Dt') || textAt(batch, 'ReqdExctnDt', 'DtTm') || textAt(batch, 'ReqdExctnDt');
  const moment = isoMoment(date);
  if (!moment || moment.clamped) findings.push(error('EXECUTION_DATE', `${place}:执行日期无效`, `${place}: the execution date is not a date`));
  const account = at(batch, 'DbtrAcct', 'Id');
  if (!textAt(account, 'IBAN') && !textAt(account, 'Othr', 'Id')) findings.push(error('DEBTOR_ACCOUNT', `${place}:缺少付款账号`, `${place}: the debtor has no account`));
  return findings;
}

/** A payment order that somebody made: counted and checked by its own figures, never executed. */
export const pain001: FileFormat = {
  id: 'pain001',
  title: { zh: '付款指令(pain.001)', en: 'Payment order (pain.001)' },
  sniff: (file) => (new RegExp(`<(?:\\w+:)?(?:${ROOT}|pain\\.001\\.\\d+\\.\\d+)[\\s>]`).test(decodeXml(file.head.subarray(0, 8192), true)) ? 95 : null),
  read: (bytes) => guarded(() => readOrder(bytes)),
};
