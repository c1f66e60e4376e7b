import { createHash } from 'node:crypto';
import { addDays, civilDateIn, ok, parseCivilDate, type CivilDate } from '@roundtrip/kernel';
import type { ConnectorContext, PaymentFeed, PullPage, RawRecord } from '#spi';
import { ALIPAY_FIELDS, ALIPAY_KEYS, alipayReply, callAlipay, verifyAlipayNotice } from '../../shared/alipay.ts';
import { fieldsOf, foreignCall, malformedCall, textIn } from '../../shared/call-errors.ts';
import { checkKeyFields } from '../../shared/rsa-keys.ts';
import { isPointer, translate } from './translate.ts';

export { approvalRequest } from './approval.ts';
/** @public */
export type { ApprovedTrip } from './approval.ts';

type Config = Readonly<Record<string, string>>;

const NOTICE = 'alipay.commerce.ec.consume.change.notify';
const DETAIL = 'alipay.commerce.ec.consume.detail.query';
const BATCH = 'alipay.commerce.ec.consume.detail.batchquery';
const ZONE = 'Asia/Shanghai';
/** How far back a first pull goes. */
const DAYS_BACK = 90;
const PAGE_MAX = 100;

/** The same content is the same record, however often it is told; a bill that changed is a new one. */
function recordOf(bill: Readonly<Record<string, unknown>>): RawRecord {
  const body = JSON.stringify(bill);
  return { reference: `${textIn(bill, 'pay_no')}:${createHash('sha256').update(body).digest('hex').slice(0, 16)}`, body };
}

function recordIn(node: unknown): RawRecord | null {
  return typeof node === 'object' && node !== null && textIn(node as Record<string, unknown>, 'pay_no') !== '' ? recordOf(node as Record<string, unknown>) : null;
}

async function complete(ctx: ConnectorContext, config: Config, raw: RawRecord): Promise<RawRecord> {
  const named = fieldsOf(raw.body);
  if (!isPointer(named)) return raw;
  const answer = await callAlipay(ctx, config, DETAIL, { pay_no: textIn(named, 'pay_no'), enterprise_id: config['enterpriseId'] });
  const record = answer.kind === 'done' ? recordIn(answer.fields['consume_info']) : null;
  if (!record) throw new Error(`${DETAIL}: ${answer.kind === 'refused' ? answer.code : answer.kind === 'unknown' ? answer.reason : 'no bill'}`);
  return record;
}

/** `2026-11-03#2`: the second page of that day. Today is read again from its first page, since it is not over. */
function readCursor(cursor: string, today: CivilDate): { readonly day: CivilDate; readonly page: number } {
  const [text = '', page = '1'] = cursor.split('#');
  const day = parseCivilDate(text);
  return day && day <= today && /^\d{1,6}$/.test(page) ? { day, page: Number(page) } : { day: addDays(today, -DAYS_BACK), page: 1 };
}

async function fetchPage(ctx: ConnectorContext, config: Config, cursor: string, limit: number): Promise<PullPage> {
  const today = civilDateIn(ZONE, ctx.now);
  const { day, page } = readCursor(cursor, today);
  const size = Math.max(1, Math.min(limit, PAGE_MAX));
  const answer = await callAlipay(ctx, config, BATCH, {
    enterprise_id: config['enterpriseId'], start_date: `${day} 00:00:00`, end_date: `${day} 23:59:59`, page_num: String(page), page_size: String(size),
  });
  if (answer.kind !== 'done') throw new Error(`${BATCH}: ${answer.kind === 'refused' ? answer.code : answer.reason}`);
  const listed = answer.fields['consume_info_list'];
  const bills: readonly unknown[] = Array.isArray(listed) ? listed : [];
  const records = bills.flatMap((bill) => recordIn(bill) ?? []);
  if (bills.length >= size) return { records, cursor: `${day}#${page + 1}`, more: true };
  return day < today ? { records, cursor: `${addDays(day, 1)}#1`, more: true } : { records, cursor: `${today}#1`, more: false };
}

/** 企业码: what employees pay with the company's money in Alipay, told bill by bill and pulled day by day. */
export const alipayEnterprise: PaymentFeed = {
  id: 'alipay-enterprise',
  title: { zh: '支付宝企业码', en: 'Alipay enterprise code' },
  capabilities: { webhook: true, pull: true, dedup: 'bill number and content' },
  checkConfig: (config) => checkKeyFields(config, [...ALIPAY_FIELDS, { name: 'enterpriseId', label: { zh: '企业 ID', en: 'Enterprise id' }, shape: /^\d{10,32}$/ }], ALIPAY_KEYS),
  receive(call, config, now) {
    const notice = verifyAlipayNotice(call, config, now);
    if (!notice.ok) return notice;
    // Other messages of the same application are none of this feed's business, and are acknowledged.
    if (notice.value['msg_method'] !== NOTICE) return ok([]);
    const bill = fieldsOf(notice.value['biz_content'] ?? '');
    if (textIn(bill, 'enterprise_id') !== config['enterpriseId']) return foreignCall();
    const record = recordIn(bill);
    return record ? ok([record]) : malformedCall();
  },
  reply: alipayReply,
  complete,
  fetchPage,
  translate,
};
