import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { makeEInvoiceXml, makeInvoicePdf, makeMail, type MailPlan } from '@roundtrip/rehearsal/makers';
import { connectors } from '../../index.ts';
import { plan } from '../../invoices/testing/plans.ts';
import { looksLikeMail, openMail } from './open.ts';

const aMail: MailPlan = { from: '林三 <E003@Example.test>', subject: '十一月的发票 ✈', messageId: '<m1@example.test>', sentAt: new Date('2026-11-12T03:04:05Z') };
const text = (words: string): Uint8Array => Buffer.from(words);
const small = { ...plan, number: '26310000000000000077' };

describe('a mail as a file', () => {
  test('says who sent it, when, and what it links to, and carries its papers', async () => {
    const bytes = await makeMail({
      ...aMail, text: '下载:https://fp.example.test/d?id=1&t=2。谢谢', html: '<a href="https://fp.example.test/d?id=1&amp;t=2">票</a><img src="https://x.test/logo.png">',
      attachments: [{ name: '发票.xml', bytes: makeEInvoiceXml(plan) }, { name: 'a.zip', bytes: zipSync({ 'b.pdf': await makeInvoicePdf([small]) }) }, { name: 'note.txt', bytes: text('hello') }],
    });
    const read = await connectors.readFile(bytes);
    expect(read).toMatchObject({ ok: true, value: [
      {
        kind: 'mail', format: 'eml', messageId: '<m1@example.test>', from: { address: 'e003@example.test', name: '林三' }, subject: '十一月的发票 ✈', sentAt: '2026-11-12T03:04:05.000Z',
        links: ['https://fp.example.test/d?id=1&t=2'], attachments: ['发票.xml', 'a.zip', 'note.txt'],
      },
      { kind: 'invoice', invoice: { number: plan.number } }, { kind: 'invoice', invoice: { number: small.number } },
    ] });
    const [mail] = read.ok ? read.value : [];
    expect(mail?.findings.map(({ code, message }) => [code, message.en.includes('note.txt')])).toEqual([['MAIL_LINKS', false], ['ATTACHMENT_NOT_READ', true]]);
  });

  test('a forwarded mail gives its attachments, logos and invitations are left out, names are no paths', async () => {
    const inner = await makeMail({ ...aMail, messageId: '<m2@example.test>', attachments: [{ name: 'in.xml', bytes: makeEInvoiceXml(plan) }] });
    const mail = await openMail(await makeMail({
      ...aMail, html: '<img src="cid:logo">',
      attachments: [
        { name: 'fwd.eml', bytes: inner, type: 'message/rfc822' }, { name: 'logo.png', bytes: text('tiny'), type: 'image/png', inline: 'logo' }, { name: 'meet.ics', bytes: text('x'), type: 'text/calendar' },
        { name: '../../etc/passwd', bytes: text('x'), type: 'application/octet-stream' },
      ],
    }));
    expect(mail?.attachments.map(({ name }) => name)).toEqual(['in.xml', 'passwd']);
  });

  test('the last server that judged the sender comes first; what the mail says of itself stands below', async () => {
    const mail = await openMail(Buffer.concat([text('Authentication-Results: mx.company.test; spf=fail; dmarc=fail (p=none)\r\n'), await makeMail({ ...aMail, headers: { 'Authentication-Results': 'mx.company.test; dmarc=pass' } })]));
    expect(mail?.verdicts).toEqual([{ by: 'mx.company.test', result: 'fail' }, { by: 'mx.company.test', result: 'pass' }]);
  });

  test.each([
    ['nobody', 'Subject: x\r\nMessage-ID: <a@b>\r\nDate: x\r\nReceived: by x\r\n\r\n'], ['two people', 'From: a@b.test, c@d.test\r\nMessage-ID: <a@b>\r\nDate: x\r\n\r\n'],
    ['itself twice', 'From: a@b.test\r\nFrom: c@d.test\r\nMessage-ID: <a@b>\r\n\r\n'],
  ])('a mail that names %s as its sender has none', async (_, words) => { expect((await openMail(text(words)))?.from).toBeNull(); });

  test.each([['CSV', 'date,amount\n2026-11-10,1.00\n'], ['YAML', 'from: a\nto: b\nsubject: c\n'], ['XML', '<a>From: x</a>'], ['nothing', '']])('%s is no mail', (_, words) => { expect(looksLikeMail(text(words))).toBe(false); });

  test('whatever follows the headers, it is opened or refused, never thrown', async () => {
    const head = 'From: a@b.test\r\nMessage-ID: <a@b>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\n';
    const part = fc.constantFrom('--x\r\n', '--x--\r\n', 'Content-Type: multipart/mixed; boundary="x"\r\n', 'Content-Transfer-Encoding: base64\r\n', 'Content-Disposition: attachment; filename="\u0000"\r\n', '\r\n', 'Content-Type: message/rfc822\r\n', '=?utf-8?B?////?=');
    await fc.assert(fc.asyncProperty(fc.array(fc.oneof(part, fc.string({ unit: 'binary', maxLength: 40 })), { maxLength: 40 }), async (parts) => {
      expect(JSON.stringify((await openMail(Buffer.from(head + parts.join(''), 'latin1')))?.attachments.map(({ name }) => name) ?? [])).not.toContain('\\u0000');
    }), { numRuns: 150 });
  });
});
