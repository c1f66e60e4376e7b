import { XMLBuilder } from 'fast-xml-parser';
import { currencyDigits, err, formatAmount, invariant, ok, type Bilingual, type Money, type Result } from '@roundtrip/kernel';
import type { Payee, PayoutBatch, PayoutOrder } from '#spi';

export type Pain001Version = 'pain.001.001.09' | 'pain.001.001.03';

export type BatchError = { readonly kind: 'payout.bad-batch'; readonly place: string; readonly message: Bilingual };

/** What every bank takes in an identification; the schema allows more, banks do not. */
const ID_CHARACTERS = /^[A-Za-z0-9?:().,'+ -](?:[A-Za-z0-9/?:().,'+ -]{0,33}[A-Za-z0-9?:().,'+ -])?$/;
const BIC = /^[A-Z]{6}[A-Z2-9][A-NP-Z0-9](?:[A-Z0-9]{3})?$/;
const NAME_MAX = 140;

const bad = (place: string, zh: string, en: string) => err<BatchError>({ kind: 'payout.bad-batch', place, message: { zh, en } });
const goodId = (id: string): boolean => ID_CHARACTERS.test(id) && !id.includes('//');

/** Judges a batch before a file is made of it, so that the bank's machine finds nothing to refuse. */
export function checkBatch(batch: PayoutBatch): Result<null, BatchError> {
  if (!goodId(batch.messageId)) return bad('messageId', '报文标识含非法字符或过长', 'The message id is too long or has characters that banks refuse');
  if (batch.orders.length === 0) return bad('orders', '批次为空', 'The batch is empty');
  if (new Set(batch.orders.map((order) => order.id)).size !== batch.orders.length) return bad('orders', '端到端标识重复', 'Two orders have the same id');
  if (clean(batch.debtor.name, NAME_MAX) === '' || !account(batch.debtor.account)) return bad('debtor', '付款人名称或账号无效', 'The debtor has no name or no valid account');
  for (const order of batch.orders) {
    if (!goodId(order.id)) return bad(order.id.slice(0, 40), '端到端标识含非法字符或过长', 'The end-to-end id is too long or has characters that banks refuse');
    if (order.amount.minor <= 0n || currencyDigits(order.amount.currency) === null) return bad(order.id, '金额必须为正', 'An amount must be positive');
    if (clean(order.payee.name, NAME_MAX) === '' || !account(order.payee.account)) return bad(order.id, '收款人名称或账号无效', 'The payee has no name or no valid account');
  }
  return ok(null);
}

/** XML cannot carry control characters or lone surrogates, and the schema has limits; a name is cut, never refused. */
function clean(text: string, max: number): string {
  const allowed = [...text.toWellFormed()].filter((c) => c >= ' ' && c !== '\u007f' && c !== '\ufffe' && c !== '\uffff').join('').replace(/\s+/g, ' ').trim();
  return [...allowed].slice(0, max).join('').trim();
}

function checksOut(iban: string): boolean {
  const digits = [...iban.slice(4) + iban.slice(0, 4)].map((c) => parseInt(c, 36).toString()).join('');
  return BigInt(digits) % 97n === 1n;
}

/** An IBAN where it is one by its check digits; else the bank's own number. */
function account(written: string): Record<string, unknown> | null {
  const number = written.replace(/\s/g, '');
  if (/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(number) && checksOut(number)) return { Id: { IBAN: number } };
  return /^[\x21-\x7e]{1,34}$/.test(number) ? { Id: { Othr: { Id: number } } } : null;
}

/** The bank by BIC, by its clearing number (CNAPS and the like), or not at all. */
function agent(code: string | undefined, version: Pain001Version): Record<string, unknown> {
  if (code && BIC.test(code)) return { FinInstnId: version === 'pain.001.001.09' ? { BICFI: code } : { BIC: code } };
  if (code && /^[\x21-\x7e]{1,35}$/.test(code)) return { FinInstnId: { ClrSysMmbId: { MmbId: code } } };
  return { FinInstnId: { Othr: { Id: 'NOTPROVIDED' } } };
}

const total = (amounts: readonly Money[]): string => {
  const scale = Math.max(...amounts.map((a) => currencyDigits(a.currency) ?? 2));
  const units = amounts.reduce((sum, a) => sum + a.minor * 10n ** BigInt(scale - (currencyDigits(a.currency) ?? 2)), 0n).toString().padStart(scale + 1, '0');
  return scale === 0 ? units : `${units.slice(0, -scale)}.${units.slice(-scale)}`;
};

function transfer(order: PayoutOrder, version: Pain001Version): Record<string, unknown> {
  const payee: Payee = order.payee;
  const purpose = clean(order.purpose, 140);
  return {
    PmtId: { InstrId: order.id, EndToEndId: order.id },
    Amt: { InstdAmt: { '@Ccy': order.amount.currency, '#text': formatAmount(order.amount) } },
    ...(payee.bankCode ? { CdtrAgt: agent(payee.bankCode, version) } : {}),
    Cdtr: { Nm: clean(payee.name, NAME_MAX) },
    CdtrAcct: account(payee.account),
    ...(purpose ? { RmtInf: { Ustrd: purpose } } : {}),
  };
}

/**
 * The customer credit transfer of a batch, byte for byte the same for the same batch. The elements stand in the order
 * that the schema wants. Names may be Chinese: the schema takes any script. Ask {@link checkBatch} first.
 */
export function renderPain001(batch: PayoutBatch, version: Pain001Version = 'pain.001.001.09'): Uint8Array {
  const judged = checkBatch(batch);
  invariant(judged.ok, `a batch that was not checked: ${judged.ok ? '' : judged.error.message.en}`);
  const totals = { NbOfTxs: String(batch.orders.length), CtrlSum: total(batch.orders.map((order) => order.amount)) };
  const debtor = { Nm: clean(batch.debtor.name, NAME_MAX) };
  const document = {
    Document: {
      '@xmlns': `urn:iso:std:iso:20022:tech:xsd:${version}`,
      CstmrCdtTrfInitn: {
        GrpHdr: { MsgId: batch.messageId, CreDtTm: batch.createdAt, ...totals, InitgPty: debtor },
        PmtInf: {
          PmtInfId: batch.messageId, PmtMtd: 'TRF', BtchBookg: 'true', ...totals,
          ReqdExctnDt: version === 'pain.001.001.09' ? { Dt: batch.executeOn } : batch.executeOn,
          Dbtr: debtor, DbtrAcct: account(batch.debtor.account), DbtrAgt: agent(batch.debtor.bankCode, version), ChrgBr: 'SHAR',
          CdtTrfTxInf: batch.orders.map((order) => transfer(order, version)),
        },
      },
    },
  };
  const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', format: true, indentBy: '  ' });
  return new TextEncoder().encode(`<?xml version="1.0" encoding="UTF-8"?>\n${String(builder.build(document))}`);
}
