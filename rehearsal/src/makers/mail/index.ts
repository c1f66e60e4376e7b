export type MailPlan = {
  readonly from: string;
  readonly subject: string;
  readonly messageId: string;
  readonly sentAt: Date;
  readonly to?: string;
  readonly text?: string;
  readonly html?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** `inline` is a picture in the text; a mail as `message/rfc822` is forwarded. */
  readonly attachments?: readonly { readonly name: string; readonly bytes: Uint8Array; readonly type?: string; readonly inline?: string }[];
};

/** A mail as a mail program sends it. */
export async function makeMail(plan: MailPlan): Promise<Uint8Array> {
  const { from, subject, messageId, sentAt, to = 'bills@company.test', text, html, headers = {}, attachments = [] } = plan;
  // Loaded only where a mail is written, so that the world starts without it.
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  const composer = new MailComposer({
    from, to, subject, messageId, date: sentAt, headers, ...(text === undefined ? {} : { text }), ...(html === undefined ? {} : { html }),
    attachments: attachments.map(({ name, bytes, type, inline }) => ({ filename: name, content: Buffer.from(bytes), ...(type ? { contentType: type } : {}), ...(inline ? { cid: inline } : {}) })),
  });
  return new Uint8Array(await composer.compile().build());
}
