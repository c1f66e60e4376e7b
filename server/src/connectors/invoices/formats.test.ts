import { zipSync } from 'fflate';
import { makeEInvoiceXml, makeInvoicePdf, makeInvoicePhoto, makeOfd, makeOfdSigner, makeRailXbrl, makeRideTablePdf } from '@roundtrip/rehearsal/makers';
import { invoiceFormatKit } from '../spi/invoice-kit.ts';
import { fapiaoOfd } from './fapiao-ofd/index.ts';
import { fapiaoPdf } from './fapiao-pdf/index.ts';
import { fapiaoXml } from './fapiao-xml/index.ts';
import { makeFapiaoZip } from './fapiao-zip/index.ts';
import { image } from './image/index.ts';
import { mofXbrl } from './mof-xbrl/index.ts';
import { plan } from './testing/plans.ts';

const signer = makeOfdSigner('3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8');
const ride = { on: plan.issuedOn, time: '09:12', city: '杭州市', from: '东站', to: '西溪', km: '12.3', amount: plan.total };
const journey = { from: '杭州东', to: '上海虹桥', departsOn: plan.issuedOn, service: 'G7312', seat: '二等座' };

invoiceFormatKit(fapiaoXml, [{ name: 'xml', bytes: makeEInvoiceXml(plan) }]);
invoiceFormatKit(makeFapiaoZip({ xml: fapiaoXml, ofd: fapiaoOfd, pdf: fapiaoPdf }), [{ name: 'zip', bytes: zipSync({ 'c.xml': makeEInvoiceXml(plan) }), zipEntries: ['c.xml'] }]);
invoiceFormatKit(fapiaoOfd, [
  { name: 'signed', bytes: await makeOfd(plan, { signer }), zipEntries: ['OFD.xml'] },
  { name: 'text only', bytes: await makeOfd(plan, { textOnly: true }), zipEntries: ['OFD.xml'] },
]);
invoiceFormatKit(fapiaoPdf, [{ name: 'invoice', bytes: await makeInvoicePdf([plan]) }, { name: 'trip table', bytes: await makeRideTablePdf([ride]) }]);
invoiceFormatKit(image, [{ name: 'jpeg', bytes: await makeInvoicePhoto(plan, { noise: 0.1 }) }, { name: 'png', bytes: await makeInvoicePhoto(plan, { type: 'png', noise: 0, tilt: 0 }) }]);
invoiceFormatKit(mofXbrl, [{ name: 'rail', bytes: makeRailXbrl({ ...plan, kind: 'rail', journey, passenger: '李知远' }) }]);
