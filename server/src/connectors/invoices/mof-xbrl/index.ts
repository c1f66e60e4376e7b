import type { FileFormat } from '#spi';
import { Refusal, guarded } from '../shared/errors.ts';
import { decodeXml, readXml, rootName } from '../shared/xml.ts';
import { ID, readMofVoucher, taxonomyOf } from '../shared/mof-voucher.ts';

/** Vouchers by the ministry of finance's standard (XBRL): invoices, rail and air tickets, bank receipts. */
export const mofXbrl: FileFormat = {
  id: ID,
  title: { zh: '财政部电子凭证(XBRL)', en: 'Electronic voucher (XBRL, ministry of finance)' },
  sniff: ({ head }) => (rootName(head) !== 'xbrl' ? null : /xbrl\.mof\.gov\.cn/.test(decodeXml(head)) ? 95 : 40),
  read: (bytes) => guarded(() => {
    const root = readXml(bytes);
    const record = readMofVoucher(root);
    if (!record) throw new Refusal('file.unknown-format', { zh: `暂不支持的凭证类型：${taxonomyOf(root) || root.name}`, en: `This kind of voucher is not known: ${taxonomyOf(root) || root.name}` });
    return [record];
  }),
};
