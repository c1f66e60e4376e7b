import type { Finding } from '@roundtrip/kernel';
import type { FileFormat, PayoutReportRecord } from '#spi';
import { decodeXml } from '../shared/bytes.ts';
import { Refusal, finding, guarded } from '../shared/errors.ts';
import { all, at, namespacesIn, readXml, textAt, within, type Element } from '../shared/xml.ts';

const ROOT = 'CstmrPmtStsRpt';

/** `AC04`, or `NARR: the bank's own words`. */
function reasonsOf(element: Element | undefined): string[] {
  return all(element, 'StsRsnInf').flatMap((info) => {
    const code = textAt(info, 'Rsn', 'Cd') || textAt(info, 'Rsn', 'Prtry');
    const words = all(info, 'AddtlInf').map((line) => line.text.trim()).filter(Boolean).join(' ');
    const reason = [code, words].filter(Boolean).join(': ');
    return reason ? [reason] : [];
  });
}

/** A payment about which the bank is silent has the status of its batch, and a silent batch that of the group. */
function readReport(bytes: Uint8Array): readonly PayoutReportRecord[] {
  const document = readXml(bytes);
  const report = document.name === ROOT ? document : (within(document, ROOT)[0] ?? document.children.find((child) => child.name.startsWith('pain.002')));
  if (!report) throw new Refusal('file.unknown-format', { zh: '不是 pain.002 报文', en: 'Not a pain.002 message' });
  const group = at(report, 'OrgnlGrpInfAndSts');
  const groupStatus = textAt(group, 'GrpSts');
  const groupReasons = reasonsOf(group);
  const findings: Finding[] = groupReasons.map((reason) => finding(groupStatus === 'RJCT' ? 'warning' : 'info', 'GROUP_REASON', `整批原因:${reason}`, `Reason for the group: ${reason}`));
  const payments = all(report, 'OrgnlPmtInfAndSts').flatMap((batch) => {
    const batchStatus = textAt(batch, 'PmtInfSts') || groupStatus;
    const batchReasons = reasonsOf(batch);
    const transactions = all(batch, 'TxInfAndSts');
    if (transactions.length === 0) findings.push(finding('info', 'BATCH_STATUS', `批次 ${textAt(batch, 'OrgnlPmtInfId')} 状态 ${batchStatus}`, [`Batch ${textAt(batch, 'OrgnlPmtInfId')} is ${batchStatus}`, ...batchReasons].join(', ')));
    return transactions.map((tx) => {
      const own = reasonsOf(tx);
      return { endToEndId: textAt(tx, 'OrgnlEndToEndId'), status: textAt(tx, 'TxSts') || batchStatus, reasons: own.length > 0 ? own : batchReasons.length > 0 ? batchReasons : groupReasons };
    });
  });
  const version = /pain\.002\.\d{3}\.\d{2}/.exec(namespacesIn(document))?.[0] ?? 'pain.002';
  return [{ kind: 'payout-report', format: version, originalMessageId: textAt(group, 'OrgnlMsgId'), groupStatus, payments, findings }];
}

/** The bank's answer to a payment order, with or without the namespace that some banks forget. */
export const pain002: FileFormat = {
  id: 'pain002',
  title: { zh: '付款状态报告(pain.002)', en: 'Payment status report (pain.002)' },
  sniff: (file) => (new RegExp(`<(?:\\w+:)?(?:${ROOT}|pain\\.002\\.\\d+\\.\\d+)[\\s>]`).test(decodeXml(file.head.subarray(0, 8192), true)) ? 95 : null),
  read: (bytes) => guarded(() => readReport(bytes)),
};
