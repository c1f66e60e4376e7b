import type { FileFormat } from '#spi';
import { decodeXml, openXml } from '../shared/bytes.ts';
import { Refusal } from '../shared/errors.ts';
import { textFormat, type TextReader } from '../shared/text-format.ts';
import type { PartSink } from '../shared/statement.ts';
import { XmlReader, namespacesIn, within, type Element } from '../shared/xml.ts';
import { CamtStatement } from './statement.ts';

/** The three messages and the element under which each keeps its statements; versions differ only below these. */
const MESSAGES = [
  { root: 'BkToCstmrAcctRpt', statement: 'Rpt', format: 'camt.052' },
  { root: 'BkToCstmrStmt', statement: 'Stmt', format: 'camt.053' },
  { root: 'BkToCstmrDbtCdtNtfctn', statement: 'Ntfctn', format: 'camt.054' },
] as const;

const STATEMENTS = new Set<string>(MESSAGES.map((message) => message.statement));

/** Entries are read and let go one by one; so are statements, but for their message's version, which closes them. */
function openCamt(sink: PartSink): TextReader {
  const statements: CamtStatement[] = [];
  let open: { readonly element: Element; readonly statement: CamtStatement } | null = null;
  const opened = (element: Element): CamtStatement => {
    if (open?.element !== element) open = { element, statement: new CamtStatement(sink, statements.length) };
    return open.statement;
  };
  const xml = new XmlReader((element, parent) => {
    if (element.name === 'Ntry' && STATEMENTS.has(parent.name)) opened(parent).entry(element, parent);
    else if (STATEMENTS.has(element.name) && MESSAGES.some(({ root }) => root === parent.name)) {
      opened(element).head(element);
      statements.push(opened(element));
    } else return false;
    return true;
  });
  return {
    write: (text) => { xml.write(text); },
    end() {
      const document = xml.end();
      const message = MESSAGES.find(({ root }) => document.name === root || within(document, root).length > 0);
      if (!message) throw new Refusal('file.unknown-format', { zh: '不是 camt.052/053/054 报文', en: 'Not a camt.052, 053 or 054 message' });
      if (statements.length === 0) throw new Refusal('file.malformed', { zh: '报文中没有任何对账单', en: 'The message carries no statement' }, message.root);
      const version = new RegExp(`${message.format.replace('.', '\\.')}\\.\\d{3}\\.\\d{2}`).exec(namespacesIn(document))?.[0] ?? message.format;
      for (const statement of statements) statement.close(version);
    },
  };
}

/** ISO 20022 bank reports, statements and notices of any version, matched by local names. */
export const camt: FileFormat = textFormat({
  id: 'camt',
  title: { zh: 'ISO 20022 银行对账单(camt.052/053/054)', en: 'ISO 20022 bank statement (camt.052/053/054)' },
  sniff(file) {
    const head = decodeXml(file.head.subarray(0, 16_384), true);
    return MESSAGES.some(({ root }) => new RegExp(`<(?:\\w+:)?${root}[\\s>]`).test(head)) ? 95 : null;
  },
}, openCamt, openXml);
