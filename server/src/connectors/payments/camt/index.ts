import type { FileFormat, StatementRecord } from '#spi';
import { decodeXml } from '../shared/bytes.ts';
import { Refusal, guarded } from '../shared/errors.ts';
import { all, namespacesIn, readXml, within, type Element } from '../shared/xml.ts';
import { addEntry, closeStatement, openStatement, type OpenStatement } from './statement.ts';

/** The three messages and the element under which each keeps its statements; versions differ only below these. */
const MESSAGES = [
  { root: 'BkToCstmrAcctRpt', statement: 'Rpt', format: 'camt.052' },
  { root: 'BkToCstmrStmt', statement: 'Stmt', format: 'camt.053' },
  { root: 'BkToCstmrDbtCdtNtfctn', statement: 'Ntfctn', format: 'camt.054' },
] as const;

function readCamt(bytes: Uint8Array): readonly StatementRecord[] {
  const opened = new Map<Element, OpenStatement>();
  const document = readXml(bytes, (element, parent) => {
    if (element.name !== 'Ntry') return false;
    const statement = opened.get(parent) ?? openStatement(parent, element);
    opened.set(parent, statement);
    addEntry(statement, element);
    return true;
  });
  for (const { root, statement, format } of MESSAGES) {
    const message = document.name === root ? document : within(document, root)[0];
    if (!message) continue;
    const version = new RegExp(`${format.replace('.', '\\.')}\\.\\d{3}\\.\\d{2}`).exec(namespacesIn(document))?.[0] ?? format;
    const statements = all(message, statement);
    if (statements.length === 0) throw new Refusal('file.malformed', { zh: '报文中没有任何对账单', en: 'The message carries no statement' }, root);
    return statements.map((element) => closeStatement(element, opened.get(element) ?? openStatement(element), version));
  }
  throw new Refusal('file.unknown-format', { zh: '不是 camt.052/053/054 报文', en: 'Not a camt.052, 053 or 054 message' });
}

/** ISO 20022 bank reports, statements and notices of any version, matched by local names. */
export const camt: FileFormat = {
  id: 'camt',
  title: { zh: 'ISO 20022 银行对账单(camt.052/053/054)', en: 'ISO 20022 bank statement (camt.052/053/054)' },
  sniff(file) {
    const head = decodeXml(file.head.subarray(0, 16_384), true);
    return MESSAGES.some(({ root }) => new RegExp(`<(?:\\w+:)?${root}[\\s>]`).test(head)) ? 95 : null;
  },
  read: (bytes) => guarded(() => readCamt(bytes)),
};
