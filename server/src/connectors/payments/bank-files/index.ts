import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ok } from '@roundtrip/kernel';
import { WEB_ADDRESS, checkFields, type BankFileFeed } from '#spi';
import { verifySignature } from '../shared/signature.ts';

const PAGE = z.object({
  files: z.array(z.object({ name: z.string(), content: z.string() })),
  cursor: z.string(),
  more: z.boolean(),
});

/**
 * A bank that keeps whole files (camt, pain.002) waiting: its signed notice says that there are some, the pull fetches
 * them. The same name with other content is another file.
 */
export const bankFiles: BankFileFeed = {
  id: 'bank-files',
  title: { zh: '银行文件(camt / pain.002)', en: 'Bank files (camt, pain.002)' },
  capabilities: { webhook: true, pull: true, dedup: 'file name and SHA-256 of its content' },
  checkConfig: (config) => checkFields(config, [
    { name: 'baseUrl', label: { zh: '银行地址', en: 'Bank address' }, shape: WEB_ADDRESS },
    { name: 'token', label: { zh: '访问令牌', en: 'Access token' } },
    { name: 'secret', label: { zh: '通知密钥', en: 'Notice secret' } },
  ]),
  receive(call, config, now) {
    const verified = verifySignature(call, config['secret'] ?? '', now);
    return verified.ok ? ok([]) : verified;
  },
  async fetchPage(ctx, config, cursor, limit) {
    const url = `${(config['baseUrl'] ?? '').replace(/\/+$/, '')}/files?after=${encodeURIComponent(cursor)}&limit=${limit}`;
    const response = await ctx.fetch(url, { headers: { authorization: `Bearer ${config['token'] ?? ''}` } });
    if (response.status !== 200) throw new Error(`the bank answered ${response.status} to a request for files`);
    const page = PAGE.parse(JSON.parse(await response.text()));
    const records = page.files.map(({ name, content }) => ({ reference: `${name}:${createHash('sha256').update(content).digest('hex').slice(0, 16)}`, body: content }));
    return { records, cursor: page.cursor, more: page.more };
  },
};
