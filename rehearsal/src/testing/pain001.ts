import { XMLBuilder } from 'fast-xml-parser';
import { formatAmount, sum, type Money } from '@roundtrip/kernel';

export type TestTransfer = { readonly id: string; readonly account: string; readonly amount: Money; readonly payee?: string };
export type TestOrder = { readonly messageId: string; readonly debtor: string; readonly transfers: readonly TestTransfer[]; readonly batch?: boolean; readonly controlSum?: string; readonly count?: string };

/** A pain.001 as a customer's program writes it, or with wrong sums where they are given. */
export function makePain001({ messageId, debtor, transfers, batch = true, controlSum, count }: TestOrder): string {
  const totals = { NbOfTxs: count ?? String(transfers.length), CtrlSum: controlSum ?? formatAmount(sum(transfers.map((one) => one.amount), 'CNY')) };
  const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@' });
  return `<?xml version="1.0" encoding="UTF-8"?>${String(builder.build({ Document: {
    '@xmlns': 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09',
    CstmrCdtTrfInitn: {
      GrpHdr: { MsgId: messageId, CreDtTm: '2026-11-20T04:00:00Z', ...totals, InitgPty: { Nm: '客户' } },
      PmtInf: {
        PmtInfId: messageId, PmtMtd: 'TRF', BtchBookg: String(batch), ...totals, ReqdExctnDt: { Dt: '2026-11-20' }, Dbtr: { Nm: '客户' }, DbtrAcct: { Id: { Othr: { Id: debtor } } },
        CdtTrfTxInf: transfers.map((one) => ({
          PmtId: { InstrId: one.id, EndToEndId: one.id }, Amt: { InstdAmt: { '@Ccy': one.amount.currency, '#text': formatAmount(one.amount) } }, Cdtr: { Nm: one.payee ?? '收款人' },
          CdtrAcct: { Id: { Othr: { Id: one.account } } }, RmtInf: { Ustrd: '报销' },
        })),
      },
    },
  } }))}`;
}
