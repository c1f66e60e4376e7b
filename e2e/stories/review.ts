import type { BrowserContext, Page } from 'playwright-core';
import { allocate, money, parseCivilDate, subtract, type CivilDate } from '@roundtrip/kernel';
import { DEMO_COMPANY } from '@roundtrip/rehearsal';
import { makeInvoicePdf, makeInvoicePhoto, taxIdOf, type InvoicePlan } from '@roundtrip/rehearsal/makers';
import { accessProblems, picture } from '../browser.ts';
import { ask, expect, person, send, until, type Stage } from '../stage.ts';
import { pause } from '../world.ts';

/**
 * Twenty doubts, decided with the keyboard alone: two payments of one amount a day apart, and one invoice. Then an
 * employee swipes through their own on a phone. Every kind of answer is given, and taken back, also after a reload.
 */

const DOUBTS = 20;
const OWN_DOUBTS = 3;
/** Until what moves has come to rest. */
const STILL_MS = 700;
const TRAVELLERS = ['E003', 'E004', 'E005', 'E006', 'E007', 'E008'];
const PLACES = [
  ['云栖小馆', '杭州云栖餐饮管理有限公司', '*餐饮服务*餐费'], ['南屏茶舍', '杭州南屏茶文化有限公司', '*餐饮服务*餐费'], ['望江驿酒店', '杭州望江酒店管理有限公司', '*住宿服务*住宿费'],
  ['湖畔食堂', '杭州湖畔餐饮服务有限公司', '*餐饮服务*餐费'], ['青年商务酒店', '上海清年酒店管理有限公司', '*住宿服务*住宿费'],
] as const;

const dayBefore = (days: number): CivilDate => {
  const day = parseCivilDate(new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10));
  expect(day, 'a day');
  return day;
};

type Doubt = { readonly payments: object[]; readonly invoice: InvoicePlan; readonly number: string };

/** Which of two payments of the same amount is this invoice for? On the same day nothing that was learned can tell. */
function doubt(index: number, number: string, apartDays = 1): Doubt {
  const [merchant, seller, goods] = PLACES[index % PLACES.length] ?? PLACES[0];
  const total = money(BigInt(18_800 + index * 1_310 + 7), 'CNY');
  const first = 5 + (index % 9);
  const tax = allocate(total, [100n, 6n])[1] ?? money(0n, 'CNY');
  const at = (days: number, hour: number): string => `${dayBefore(days)}T${hour}:${String(10 + index).padStart(2, '0')}:00+08:00`;
  return {
    number,
    payments: [{ days: first + apartDays, hour: 11 }, { days: first, hour: 18 }].map(({ days, hour }) => ({ id: `review-${index}-${hour}`, channel: 'wechatpay', type: 'purchase', paidAt: at(days, hour), amount: `${total.minor / 100n}.${String(total.minor % 100n).padStart(2, '0')}`, currency: 'CNY', payerId: number, merchant })),
    invoice: {
      kind: goods.includes('住宿') ? 'hotel' : 'meal', number: `2633${String(index).padStart(16, '0')}`, issuedOn: dayBefore(first), seller, sellerTaxId: taxIdOf('91330100MA2CEXMP0'), buyer: DEMO_COMPANY.name, buyerTaxId: DEMO_COMPANY.taxId,
      items: [{ name: goods, amount: subtract(total, tax), taxRate: '0.06', tax }], pretax: subtract(total, tax), tax, total,
    },
  };
}

type Hand = (doubt: Doubt, asPhoto?: boolean) => Promise<void>;

/** People hand their invoices in, as a paper or as its picture, each in their own session. */
function hands(stage: Stage): Hand {
  const sessions = new Map<string, Promise<BrowserContext>>();
  const open = async (number: string): Promise<BrowserContext> => {
    const context = await stage.browser.newContext();
    const answer = await context.request.post(`${stage.world.url}/v1/session`, { data: { email: person(number).email, password: 'roundtrip' } });
    expect(answer.ok(), `${number} signs in: ${answer.status()}`);
    return context;
  };
  return async ({ invoice, number }, asPhoto = false) => {
    const session = await (sessions.get(number) ?? sessions.set(number, open(number)).get(number));
    const file = asPhoto ? { name: `${invoice.number}.jpg`, mimeType: 'image/jpeg', buffer: Buffer.from(await makeInvoicePhoto(invoice, { noise: 0, tilt: 0 })) } : { name: `${invoice.number}.pdf`, mimeType: 'application/pdf', buffer: Buffer.from(await makeInvoicePdf([invoice])) };
    const answer = await session?.request.post(`${stage.world.url}/v1/documents`, { headers: { 'x-roundtrip': '1' }, multipart: { file } });
    expect(answer?.ok(), `${invoice.number}: ${answer?.status()} ${await answer?.text()}`);
  };
}

type Queue = { left: number; items: { id: string; runnerUp: object | null }[]; doneToday: number; decided: { id: string; kind: string; groupId: string; undone: boolean }[] };
const queueOf = (page: Page, scope: 'mine' | 'company'): Promise<Queue> => ask<Queue>(page, `/v1/matches/review?scope=${scope}&limit=100`);

/** Says it, and waits until the server knows. */
async function say(page: Page, key: string): Promise<void> {
  const before = (await queueOf(page, 'company')).doneToday;
  await page.keyboard.press(key);
  await until(`key ${key} to be known`, async () => (await queueOf(page, 'company')).doneToday > before);
}

async function deskAlone(stage: Stage, page: Page): Promise<void> {
  await page.goto(`${stage.world.url}/finance/review`);
  const heading = page.locator('#review-title');
  await heading.waitFor();
  await pause(STILL_MS);
  await picture(page, 'review-desk-zh');
  const wrong = await accessProblems(page);
  expect(wrong.length === 0, wrong.join('\n'));
  const begin = performance.now();
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  for (const key of ['1', '2', '3', '4', '5']) await say(page, key);
  stage.step('accepted, the other one, split, not theirs, private: a key each');
  const undone = (await queueOf(page, 'company')).decided[0];
  await page.reload();
  await heading.waitFor();
  await page.keyboard.press('u');
  await until('the last answer to be taken back after a reload', async () => (await queueOf(page, 'company')).decided.find((one) => one.id === undone?.id && one.undone));
  stage.step('the last is taken back after a reload');
  await picture(page, 'review-desk-undone-zh');
  for (let i = 4; i < DOUBTS - 4; i++) await say(page, i % 4 === 3 ? '2' : '1');
  stage.step(`twelve more with the keyboard alone; ${((performance.now() - begin) / 1000).toFixed(1)} s in all`);
}

/** What the answers taught, how far automation is let, and the replay, before the reader's eyes. */
async function trust(stage: Stage, page: Page): Promise<void> {
  await page.goto(`${stage.world.url}/finance/review?view=trust`);
  await page.getByText('你们确认过').first().waitFor();
  await page.getByRole('button', { name: '全部重算一遍' }).click();
  await page.getByText('结果全部相同').waitFor();
  await pause(STILL_MS);
  await picture(page, 'review-trust-zh');
  const wrong = await accessProblems(page);
  expect(wrong.length === 0, wrong.join('\n'));
  stage.step('what was learned is shown, and every run replays');
  await page.getByLabel('原因').fill('换了差旅供应商');
  await page.getByRole('button', { name: '停用自动匹配' }).click();
  await page.goto(`${stage.world.url}/finance/review`);
  await page.getByText('停用了自动匹配').first().waitFor();
  await picture(page, 'review-fuse-zh');
  await page.goto(`${stage.world.url}/finance/review?view=trust`);
  await page.getByLabel('原因').fill('新供应商已核对');
  await page.getByRole('button', { name: '恢复自动匹配' }).click();
  await page.getByText('恢复了自动匹配').first().waitFor();
  stage.step('finance stops automatic matching with a reason, the queue says so, and it is let again');
}

async function inEnglish(stage: Stage): Promise<void> {
  const { page } = await stage.signIn({ number: 'E010', size: 'desk', language: 'en' });
  await page.goto(`${stage.world.url}/finance/review`);
  await page.locator('#review-title').waitFor();
  await pause(STILL_MS);
  await picture(page, 'review-desk-en');
  const wrong = await accessProblems(page);
  expect(wrong.length === 0, wrong.join('\n'));
  for (let i = 0; i < 4; i++) await say(page, '1');
  stage.step('the last four in English');
}

/** One finger, from the middle to a side. */
async function swipe(page: Page, by: number): Promise<void> {
  const box = await page.locator('article').boundingBox();
  expect(box, 'a card to swipe');
  const touch = await page.context().newCDPSession(page);
  const at = (step: number) => ({ x: box.x + box.width / 2 + (by * step) / 8, y: box.y + 90 });
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [at(0)] });
  for (let step = 1; step <= 8; step++) {
    await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [at(step)] });
    await pause(16);
    if (step === 6) await picture(page, by > 0 ? 'review-phone-swipe-right-zh' : 'review-phone-swipe-left-zh');
  }
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}

async function onThePhone(stage: Stage): Promise<void> {
  const { page } = await stage.signIn({ number: 'E003', size: 'phone', language: 'zh-CN' });
  await until('the employee’s own doubts', async () => (await queueOf(page, 'mine')).items.filter((item) => item.runnerUp).length >= OWN_DOUBTS);
  await page.goto(`${stage.world.url}/review`);
  await page.locator('#review-title').waitFor();
  await pause(STILL_MS);
  await picture(page, 'review-phone-zh');
  const wrong = await accessProblems(page);
  expect(wrong.length === 0, wrong.join('\n'));
  const left = (await queueOf(page, 'mine')).left;
  await swipe(page, 160);
  await until('a swipe to the right to accept', async () => (await queueOf(page, 'mine')).decided[0]?.kind === 'confirm');
  await swipe(page, -160);
  await until('a swipe to the left to split', async () => (await queueOf(page, 'mine')).decided[0]?.kind === 'split');
  await page.getByRole('button', { name: '撤回' }).first().click();
  await until('it to be taken back', async () => (await queueOf(page, 'mine')).decided[0]?.undone);
  await page.getByRole('button', { name: '不是我的' }).click();
  await until('it to leave this person', async () => (await queueOf(page, 'mine')).decided[0]?.kind === 'not-mine');
  expect((await queueOf(page, 'mine')).left < left, 'the queue is shorter');
  await picture(page, 'review-phone-after-zh');
  stage.step('an employee swipes right, left, takes it back, and gives one back');
}

export async function review(stage: Stage): Promise<void> {
  const { page } = await stage.signIn({ number: 'E009', size: 'desk', language: 'zh-CN' });
  const doubts = Array.from({ length: DOUBTS }, (_, index) => doubt(index, TRAVELLERS[index % TRAVELLERS.length] ?? 'E003'));
  await send(page, '/v1/payments', doubts.flatMap((one) => one.payments));
  const handIn = hands(stage);
  for (const [index, one] of doubts.entries()) await handIn(one, index === DOUBTS - 1);
  await until(`${DOUBTS} doubts`, async () => { const { left, items } = await queueOf(page, 'company'); return left >= DOUBTS && items.filter((item) => item.runnerUp).length >= DOUBTS - 2; });
  stage.step(`${DOUBTS} doubtful groups wait, dearest first`);
  await deskAlone(stage, page);
  await trust(stage, page);
  await inEnglish(stage);
  const own = Array.from({ length: OWN_DOUBTS }, (_, index) => doubt(DOUBTS + 10 + index, 'E003', 0));
  await send(page, '/v1/payments', own.flatMap((one) => one.payments));
  for (const one of own) await handIn(one);
  await onThePhone(stage);
}
