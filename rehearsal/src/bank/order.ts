import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { compare, err, isCurrency, ok, parseMoney, sum, type Bilingual, type Money, type Result } from '@roundtrip/kernel';

export type Transfer = { readonly endToEndId: string; readonly amount: Money; readonly payee: string; readonly account: string; readonly remittance: string };
export type Instruction = { readonly batchId: string; readonly batchBooking: boolean; readonly debtorAccount: string; readonly transfers: readonly Transfer[] };
export type PaymentOrder = { readonly messageId: string; readonly instructions: readonly Instruction[] };

export type OrderError = { readonly kind: 'order.malformed' | 'order.wrong-sums' | 'order.wrong-account' | 'order.bad-amount' | 'order.bad-id'; readonly message: Bilingual };

type Node = { readonly [name: string]: unknown };

const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@', transformTagName: (name) => name.slice(name.indexOf(':') + 1), parseTagValue: false, parseAttributeValue: false, trimValues: true });

const bad = (kind: OrderError['kind'], zh: string, en: string) => err<OrderError>({ kind, message: { zh, en } });

const node = (value: unknown): Node => (typeof value === 'object' && value !== null ? (value as Node) : {});
const at = (value: unknown, ...path: readonly string[]): unknown => path.reduce<unknown>((here, name) => node(here)[name], value);
const many = (value: unknown): readonly unknown[] => (value === undefined || value === '' ? [] : Array.isArray(value) ? value : [value]);
function words(value: unknown): string {
  if (typeof value === 'string') return value;
  const inner = node(value)['#text'];
  return typeof inner === 'string' ? inner : '';
}

const accountIn = (value: unknown): string => words(at(value, 'Id', 'IBAN')) || words(at(value, 'Id', 'Othr', 'Id'));

function readTransfer(value: unknown): Result<Transfer, OrderError> {
  const endToEndId = words(at(value, 'PmtId', 'EndToEndId'));
  if (endToEndId === '' || endToEndId.length > 35) return bad('order.bad-id', '端到端标识缺失或过长', 'An end-to-end id is missing or too long');
  const instructed = at(value, 'Amt', 'InstdAmt');
  const amount = parseMoney(words(instructed), words(at(instructed, '@Ccy')));
  if (!amount.ok || amount.value.minor <= 0n) return bad('order.bad-amount', `金额无效：${endToEndId}`, `The amount of ${endToEndId} is not one`);
  const account = accountIn(at(value, 'CdtrAcct'));
  const payee = words(at(value, 'Cdtr', 'Nm'));
  if (account === '' || payee === '') return bad('order.malformed', `收款人不完整：${endToEndId}`, `The payee of ${endToEndId} is incomplete`);
  return ok({ endToEndId, amount: amount.value, payee, account, remittance: words(at(value, 'RmtInf', 'Ustrd')) });
}

/** The count and the control sum as a header gives them must be those of what stands below it. */
function sumsFit(header: unknown, transfers: readonly Transfer[]): boolean {
  const currency = transfers[0]?.amount.currency ?? '';
  const control = words(at(header, 'CtrlSum'));
  const count = words(at(header, 'NbOfTxs'));
  if (count !== '' && count !== String(transfers.length)) return false;
  if (control === '') return true;
  const told = parseMoney(control, currency);
  return told.ok && compare(told.value, sum(transfers.map((transfer) => transfer.amount), currency)) === 0;
}

function readInstruction(value: unknown): Result<Instruction, OrderError> {
  const transfers: Transfer[] = [];
  for (const each of many(at(value, 'CdtTrfTxInf'))) {
    const transfer = readTransfer(each);
    if (!transfer.ok) return transfer;
    transfers.push(transfer.value);
  }
  const batchId = words(at(value, 'PmtInfId'));
  if (batchId === '' || words(at(value, 'PmtMtd')) !== 'TRF' || transfers.length === 0) return bad('order.malformed', '付款批次不完整', 'A payment information block is incomplete');
  return ok({ batchId, batchBooking: words(at(value, 'BtchBookg')) === 'true', debtorAccount: accountIn(at(value, 'DbtrAcct')), transfers });
}

/** The root element; null where the text is no XML. The parser finds a few faults that the validator lets pass. */
function documentIn(xml: string): unknown {
  if (/<!DOCTYPE/i.test(xml) || XMLValidator.validate(xml) !== true) return null;
  try {
    return at(parser.parse(xml), 'Document');
  } catch {
    return null;
  }
}

/** Reads a customer credit transfer and checks all that a bank's gate checks. `debtor` is the only account that this customer may charge. */
export function readOrder(xml: string, debtor: { readonly account: string; readonly currency: string }): Result<PaymentOrder, OrderError> {
  const document = documentIn(xml);
  if (document === null) return bad('order.malformed', '报文不是格式良好的 XML', 'The message is not well-formed XML');
  const spaces = Object.entries(node(document)).filter(([name]) => name.startsWith('@xmlns')).map(([, value]) => words(value));
  if (!spaces.some((space) => /:pain\.001\.001\.(?:03|09)$/.test(space))) return bad('order.malformed', '报文不是 pain.001', 'The message is not a pain.001');
  const body = at(document, 'CstmrCdtTrfInitn');
  const messageId = words(at(body, 'GrpHdr', 'MsgId'));
  if (messageId === '' || messageId.length > 35) return bad('order.bad-id', '报文标识缺失或过长', 'The message id is missing or too long');
  const instructions: Instruction[] = [];
  for (const each of many(at(body, 'PmtInf'))) {
    const instruction = readInstruction(each);
    if (!instruction.ok) return instruction;
    if (!sumsFit(each, instruction.value.transfers)) return bad('order.wrong-sums', '批次笔数或金额合计不符', 'The count or control sum of a block does not fit');
    instructions.push(instruction.value);
  }
  const transfers = instructions.flatMap((instruction) => instruction.transfers);
  if (transfers.length === 0) return bad('order.malformed', '报文中没有付款', 'The message holds no payment');
  if (transfers.some(({ amount }) => amount.currency !== debtor.currency || !isCurrency(amount.currency))) return bad('order.bad-amount', '币种与账户不符', 'A currency is not the one of the account');
  if (!sumsFit(at(body, 'GrpHdr'), transfers)) return bad('order.wrong-sums', '报文笔数或金额合计不符', 'The count or control sum of the message does not fit');
  if (instructions.some((instruction) => instruction.debtorAccount !== debtor.account)) return bad('order.wrong-account', '付款账号不属于该客户', 'The debtor account is not one of this customer');
  if (new Set(transfers.map((transfer) => transfer.endToEndId)).size !== transfers.length) return bad('order.bad-id', '端到端标识重复', 'Two payments have the same end-to-end id');
  return ok({ messageId, instructions });
}
