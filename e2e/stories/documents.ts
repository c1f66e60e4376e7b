import type { Page } from 'playwright-core';
import { allocate, money, parseCivilDate, subtract, type CivilDate } from '@roundtrip/kernel';
import { DEMO_COMPANY } from '@roundtrip/rehearsal';
import { makeInvoicePdf, taxIdOf, type InvoicePlan } from '@roundtrip/rehearsal/makers';
import { accessProblems, picture } from '../browser.ts';
import { ask, expect, until, type Stage } from '../stage.ts';
import { pause } from '../world.ts';

/**
 * A phone hands in four files at once: two good invoices, one that a colleague handed in, one that is broken. A field is
 * looked up on the paper, corrected and given back; finance finds the invoices on a large screen and enters a 查验.
 */

/** Until what moves has come to rest. */
const STILL_MS = 700;
type Handed = { readonly name: string; readonly mimeType: string; readonly buffer: Buffer };

const dayBefore = (days: number): CivilDate => {
  const day = parseCivilDate(new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10));
  expect(day, 'a day');
  return day;
};

function plan(index: number, given: { readonly seller: string; readonly goods: string; readonly minor: bigint; readonly title?: string }): InvoicePlan {
  const total = money(given.minor, 'CNY');
  const tax = allocate(total, [100n, 6n])[1] ?? money(0n, 'CNY');
  const pretax = subtract(total, tax);
  return {
    kind: given.goods.includes('住宿') ? 'hotel' : 'meal', number: `2633${String(7_000 + index).padStart(16, '0')}`, issuedOn: dayBefore(2 + index), seller: given.seller, sellerTaxId: taxIdOf('91330100MA2CEXMP0'),
    buyer: given.title ?? DEMO_COMPANY.name, buyerTaxId: DEMO_COMPANY.taxId, items: [{ name: given.goods, amount: pretax, taxRate: '0.06', tax }], pretax, tax, total,
  };
}

const HOTEL = plan(1, { seller: '杭州望江酒店管理有限公司', goods: '*住宿服务*住宿费', minor: 86_400n });
const MEAL = plan(2, { seller: '杭州南屏茶文化有限公司', goods: '*餐饮服务*餐费', minor: 23_850n, title: '归程示例科技有限责任公司' });
const COLLEAGUES = plan(3, { seller: '杭州湖畔餐饮服务有限公司', goods: '*餐饮服务*餐费', minor: 31_200n });

const pdf = async (plan: InvoicePlan, name: string): Promise<Handed> => ({ name, mimeType: 'application/pdf', buffer: Buffer.from(await makeInvoicePdf([plan])) });

async function isAccessible(page: Page): Promise<void> {
  const wrong = await accessProblems(page);
  expect(wrong.length === 0, wrong.join('\n'));
}

async function still(page: Page, name: string): Promise<void> {
  await pause(STILL_MS);
  await picture(page, name);
}

/** The page of the paper has been drawn and has arrived. */
async function pictureIsThere(page: Page): Promise<void> {
  await until('the picture of the page', () => page.locator('main img').first().evaluate((image) => (image as unknown as { readonly naturalWidth: number }).naturalWidth > 0));
}

/** A page may hold the same words twice, for narrow and for wide screens. */
const inSight = (page: Page, text: string) => page.getByText(text).filter({ visible: true }).first();

/** A colleague was there first. */
async function colleagueFirst(stage: Stage): Promise<void> {
  const { page } = await stage.signIn({ number: 'E004', size: 'desk', language: 'en' });
  await page.goto(`${stage.world.url}/expenses`);
  await page.locator('input[type=file]').last().setInputFiles(await pdf(COLLEAGUES, 'lakeside.pdf'));
  await page.getByRole('link', { name: 'See what was read' }).waitFor();
  await still(page, 'documents-desk-upload-en');
  stage.step('a colleague hands an invoice in');
}

async function fromThePhone(stage: Stage): Promise<Page> {
  const { page } = await stage.signIn({ number: 'E003', size: 'phone', language: 'zh-CN' });
  expect(await page.locator('input[type=file][capture=environment]').count() > 0, 'a way from the camera');
  const whole = await pdf(HOTEL, '望江酒店.pdf');
  await page.locator('input[type=file][multiple]').first().setInputFiles([
    whole, await pdf(MEAL, '南屏茶舍.pdf'), await pdf(COLLEAGUES, '同事也交过.pdf'), { name: '下载一半.pdf', mimeType: 'application/pdf', buffer: whole.buffer.subarray(0, 400) },
  ]);
  await inSight(page, '已读取 · ¥864.00 · 杭州望江酒店管理有限公司').waitFor();
  await inSight(page, '许** 已于').waitFor();
  await until('every file to have its outcome', async () => (await page.getByRole('button', { name: '从列表移除' }).count()) === 4);
  await inSight(page, '下载一半.pdf').scrollIntoViewIfNeeded();
  await still(page, 'documents-phone-results-zh');
  await isAccessible(page);
  stage.step('four files from a phone: two read, one known with who and when, one refused with its remedy');
  return page;
}

type Detail = { fields: { name: string; value: string | null; machine: string | null; corrected: { reason: string } | null; evidence: { place: object | null }[] }[]; verification: { state: string } };

async function correct(stage: Stage, page: Page): Promise<string> {
  await page.getByRole('listitem').filter({ hasText: '南屏茶舍.pdf' }).getByRole('link', { name: '查看识别结果' }).click();
  await page.waitForURL('**/documents/*');
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  await pictureIsThere(page);
  await still(page, 'documents-phone-page-zh');
  await isAccessible(page);
  expect(await page.locator('[data-spot]').count() >= 6, 'boxes over the places of the fields');
  await page.getByRole('button', { name: /^销售方 / }).click();
  await still(page, 'documents-phone-field-zh');
  expect(/\bborder-2\b/.test((await page.locator('[data-spot~=seller]').getAttribute('class')) ?? ''), 'the box of the field is lit');
  await page.getByRole('button', { name: '更正', exact: true }).click();
  await page.getByLabel('票面上的内容').fill('杭州南屏茶文化发展有限公司');
  await still(page, 'documents-phone-correct-zh');
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await page.getByText('机器识别为').waitFor();
  await still(page, 'documents-phone-corrected-zh');
  await isAccessible(page);
  const seller = async () => (await ask<Detail>(page, `/v1/documents/${id}`)).fields.find((field) => field.name === 'seller');
  const corrected = await seller();
  expect(corrected?.value === '杭州南屏茶文化发展有限公司' && corrected.machine === MEAL.seller, 'the correction counts, and the machine’s reading is kept');
  stage.step('a field is looked up on the paper and corrected');
  await page.getByRole('button', { name: '恢复机器识别的内容' }).click();
  await until('the machine’s reading to count again', async () => (await seller())?.value === MEAL.seller);
  stage.step('and given back by another correction');
  await page.emulateMedia({ colorScheme: 'dark' });
  await still(page, 'documents-phone-dark-zh');
  await isAccessible(page);
  return id;
}

async function financeLooks(stage: Stage, id: string): Promise<void> {
  const { page } = await stage.signIn({ number: 'E009', size: 'desk', language: 'en' });
  await page.goto(`${stage.world.url}/finance/documents`);
  await page.getByText('杭州望江酒店管理有限公司').waitFor();
  await still(page, 'documents-finance-list-en');
  await isAccessible(page);
  await page.getByRole('searchbox').fill('湖畔');
  await until('the search to narrow the list', async () => (await page.getByRole('row').count()) === 2);
  await page.getByRole('row').last().getByRole('button').click();
  await page.waitForURL('**/documents/*');
  await pictureIsThere(page);
  await page.locator('[data-spot~=total]').hover();
  await still(page, 'documents-finance-page-en');
  await isAccessible(page);
  await page.goto(`${stage.world.url}/documents/${id}`);
  await page.getByRole('button', { name: 'Enter what you looked up' }).click();
  await page.getByLabel('What the bureau’s page showed').fill('查验结果：一致，2 次查验');
  await still(page, 'documents-finance-verify-en');
  await isAccessible(page);
  await page.getByRole('button', { name: 'Keep this answer' }).click();
  await until('the answer to count', async () => (await ask<Detail>(page, `/v1/documents/${id}`)).verification.state === 'verified');
  await page.emulateMedia({ colorScheme: 'dark' });
  await still(page, 'documents-finance-dark-en');
  await isAccessible(page);
  stage.step('finance finds an invoice, sees it with its boxes, and enters a 查验 by hand');
}

export async function documents(stage: Stage): Promise<void> {
  await colleagueFirst(stage);
  const page = await fromThePhone(stage);
  await financeLooks(stage, await correct(stage, page));
}
