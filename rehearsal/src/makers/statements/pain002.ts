import type { Instant } from '@roundtrip/kernel';
import { isoDocument } from './xml.ts';

export type PainAnswer = {
  readonly messageId: string;
  readonly createdAt: Instant;
  readonly originalMessageId: string;
  /** ACTC, ACSP, PART, RJCT … ; absent where the bank answers only below. */
  readonly groupStatus?: string;
  readonly groupReason?: { readonly code: string; readonly text?: string };
  /** Payments that the bank speaks of; silence about one means that it inherits the group's status. */
  readonly payments: readonly { readonly endToEndId: string; readonly status: string; readonly reason?: { readonly code: string; readonly text?: string } }[];
};

const reason = (given: { readonly code: string; readonly text?: string } | undefined) =>
  (given ? { Rsn: { Cd: given.code }, AddtlInf: given.text } : undefined);

/** The bank's answer to a payment order, pain.002.001.10. */
export function makePain002(answer: PainAnswer): Uint8Array {
  return isoDocument('pain.002.001.10', {
    CstmrPmtStsRpt: {
      GrpHdr: { MsgId: answer.messageId, CreDtTm: answer.createdAt },
      OrgnlGrpInfAndSts: {
        OrgnlMsgId: answer.originalMessageId, OrgnlMsgNmId: 'pain.001.001.09', GrpSts: answer.groupStatus, StsRsnInf: reason(answer.groupReason),
      },
      OrgnlPmtInfAndSts: answer.payments.length === 0 ? undefined : {
        OrgnlPmtInfId: answer.originalMessageId,
        TxInfAndSts: answer.payments.map((payment) => ({ OrgnlInstrId: payment.endToEndId, OrgnlEndToEndId: payment.endToEndId, TxSts: payment.status, StsRsnInf: reason(payment.reason) })),
      },
    },
  });
}
