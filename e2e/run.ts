import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { DEMO_COMPANY } from '@roundtrip/rehearsal';
import { accessProblems, openBrowser, picture, visit, type Language, type SIZES, type Visitor } from './browser.ts';
import { pause, roundtrip, startWorld, type World } from './world.ts';

/**
 * The story that the product is for, in a real browser: a day begins, payments, invoices and bookings arrive by
 * themselves, a person taps submit, the bank pays and says so. Nobody types an amount. In the middle the server is
 * killed as by a power cut and started again.
 */

const PASSWORD = 'roundtrip';
const STORY_MS_MAX = 90_000;
const person = (number: string): (typeof DEMO_COMPANY.employees)[number] => {
  const found = DEMO_COMPANY.employees.find((one) => one.number === number);
  if (!found) throw new Error(`no ${number} in the demo company`);
  return found;
};

function step(text: string): void {
  process.stdout.write(`  ${((performance.now() - begun) / 1000).toFixed(1).padStart(6)} s  ${text}\n`);
}
const begun = performance.now();

function expect(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(message);
}

async function signIn(browser: Browser, world: World, who: { readonly number: string; readonly size: keyof typeof SIZES; readonly language: Language }): Promise<Visitor> {
  const { email } = person(who.number);
  return visit(browser, { url: world.url, size: who.size, language: who.language, email, password: PASSWORD });
}

/** Asks the product's own API as the person who is signed in on the page. */
function ask<T>(page: Page, path: string): Promise<T> {
  return page.evaluate(async (address) => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    return answer.json() as Promise<unknown>;
  }, path) as Promise<T>;
}

async function until<T>(what: string, look: () => Promise<T | null | undefined | false>): Promise<T> {
  const end = performance.now() + STORY_MS_MAX;
  while (performance.now() < end) {
    const seen = await look().catch(() => null);
    if (seen) return seen;
    await pause(250);
  }
  throw new Error(`waited in vain for: ${what}`);
}

type ClaimRow = { id: string; number: string; title: string; state: string; missingCount: number; warningCount: number; lineCount: number; automatic: boolean };
const claimsOf = async (page: Page): Promise<ClaimRow[]> => (await ask<{ items: ClaimRow[] }>(page, '/v1/claims?scope=mine&limit=50')).items;

async function startDay(admin: Page): Promise<void> {
  await admin.getByRole('link', { name: 'Rehearsal' }).first().click();
  await admin.getByText('×3600').first().click();
  await admin.getByRole('button', { name: 'Start a day' }).click();
}

/** From the first card swipe to the bank's own word, by one tap. */
async function storyOfOneClaim(browser: Browser, world: World): Promise<Visitor[]> {
  const admin = await signIn(browser, world, { number: 'E010', size: 'desk', language: 'en' });
  const employee = await signIn(browser, world, { number: 'E003', size: 'phone', language: 'zh-CN' });
  step('signed in as the admin at a desk and an employee on a phone');
  await startDay(admin.page);
  step('a day of the rehearsal world begins');
  const rows = employee.page.getByRole('main').getByText(/¥|CNY/).first();
  await rows.waitFor({ timeout: STORY_MS_MAX });
  step('the first payment stands on the phone, without a reload');
  const ready = await until('a complete draft claim', async () => (await claimsOf(employee.page)).find((claim) => claim.state === 'draft' && claim.missingCount === 0 && claim.lineCount >= 3));
  await until('the day to be over', async () => !(await ask<{ running: boolean }>(admin.page, '/rehearsal/state')).running);
  await picture(employee.page, 'expenses-phone-zh');
  await employee.page.goto(`${world.url}/claims/${ready.id}`);
  await employee.page.getByRole('button', { name: '提交' }).click();
  await until('the tap to be answered', async () => (await claimsOf(employee.page)).find((claim) => claim.id === ready.id && claim.state !== 'draft'));
  step(`${ready.number} submitted by one tap`);
  await world.kill();
  step('the server is killed');
  await world.restart();
  step('and started again');
  await employee.page.reload();
  const paid = await until('the bank’s word', async () => (await claimsOf(employee.page)).find((claim) => claim.id === ready.id && claim.state === 'paid'));
  expect(paid.automatic, 'a claim within the limits needs no person');
  await until('the page to say so', () => employee.page.getByText(/已到账|已付款|银行已/).first().isVisible());
  await picture(employee.page, 'claim-phone-zh');
  step('paid, on the bank’s own word');
  return [admin, employee];
}

/** What policy does not pass goes to the manager, then to finance. */
async function storyOfApproval(browser: Browser, world: World): Promise<Visitor[]> {
  const traveller = await until('a claim that needs people', async () => {
    for (const number of ['E006', 'E004', 'E005', 'E007', 'E008']) {
      const visitor = await signIn(browser, world, { number, size: 'phone', language: 'en' });
      const claim = (await claimsOf(visitor.page)).find((one) => one.state === 'draft' && one.warningCount > 0);
      if (claim) return { visitor, claim, number };
      await visitor.page.context().close();
    }
    return null;
  });
  await traveller.visitor.page.goto(`${world.url}/claims/${traveller.claim.id}`);
  await traveller.visitor.page.getByRole('button', { name: 'Submit' }).click();
  await until('the claim to be in approval', async () => (await claimsOf(traveller.visitor.page)).some((claim) => claim.id === traveller.claim.id && claim.state === 'submitted'));
  step(`${traveller.claim.number} is over the standard and asks for people`);
  const visitors = [traveller.visitor];
  for (const number of [person(traveller.number).managerNumber ?? 'E001', 'E009']) {
    const approver = await signIn(browser, world, { number, size: number === 'E009' ? 'desk' : 'phone', language: 'en' });
    visitors.push(approver);
    const inbox = await ask<{ items: { claim: { id: string } }[] }>(approver.page, '/v1/approvals');
    if (!inbox.items.some((item) => item.claim.id === traveller.claim.id)) continue;
    await approver.page.goto(`${world.url}/approvals`);
    await picture(approver.page, `approvals-${number === 'E009' ? 'desk' : 'phone'}-en`);
    await approver.page.getByRole('button', { name: /^Approve/ }).first().click();
    await until('the step to be decided', async () => !(await ask<{ items: { claim: { id: string } }[] }>(approver.page, '/v1/approvals')).items.some((item) => item.claim.id === traveller.claim.id));
    step(`approved by ${person(number).name}`);
  }
  await until('the approved claim to be paid', async () => (await claimsOf(traveller.visitor.page)).some((claim) => claim.id === traveller.claim.id && (claim.state === 'paid' || claim.state === 'closed')));
  step('and paid');
  return visitors;
}

async function proofs(world: World): Promise<void> {
  const verify = await roundtrip(world, ['verify']);
  expect(verify.code === 0, `verify found a breach:\n${verify.out}`);
  step('verify: every invariant holds');
  const trail = await roundtrip(world, ['audit', 'export']);
  const file = join(world.data, 'audit.jsonl');
  await writeFile(file, trail.out);
  expect((await roundtrip(world, ['audit', 'check', file])).code === 0, 'the audit trail does not check');
  const bytes = await readFile(file);
  const at = Math.floor(bytes.length / 2);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  await writeFile(file, bytes);
  expect((await roundtrip(world, ['audit', 'check', file])).code === 1, 'a flipped byte went unseen');
  step('audit: the trail checks, and a flipped bit is found');
}

/** Every page of each role, at the width it is made for, in both languages: nothing broken, nothing that a reader of the screen could not use. */
async function tourOfPages(browser: Browser, world: World): Promise<string[]> {
  const tours = [
    { number: 'E003', size: 'phone', language: 'zh-CN', pages: ['/expenses', '/policy'] }, { number: 'E002', size: 'phone', language: 'en', pages: ['/approvals'] },
    { number: 'E009', size: 'desk', language: 'zh-CN', pages: ['/finance/payments', '/finance/review', '/finance/claims', '/finance/payouts', '/finance/ledger', '/finance/reconciliation', '/finance/imports'] },
    { number: 'E010', size: 'desk', language: 'en', pages: ['/rehearsal', '/expenses'] },
  ] as const;
  const problems: string[] = [];
  for (const tour of tours) {
    const visitor = await signIn(browser, world, tour);
    for (const path of tour.pages) {
      await visitor.page.goto(`${world.url}${path}`);
      await visitor.page.getByRole('main').waitFor();
      await pause(600);
      problems.push(...(await accessProblems(visitor.page)));
    }
    problems.push(...visitor.problems);
    await visitor.page.context().close();
  }
  return problems;
}

async function financePictures(browser: Browser, world: World): Promise<Visitor[]> {
  const finance = await signIn(browser, world, { number: 'E009', size: 'desk', language: 'zh-CN' });
  await finance.page.goto(`${world.url}/finance`);
  await finance.page.getByRole('row').nth(1).waitFor();
  await pause(500);
  await picture(finance.page, 'finance-desk-zh');
  return [finance];
}

const browser = await openBrowser();
if (!browser) {
  process.stdout.write('  skipped: no Chromium on this machine (set CHROMIUM_PATH)\n');
  process.exit(process.env['CI'] ? 1 : 0);
}
if (process.env['E2E_PICTURES']) await mkdir(process.env['E2E_PICTURES'], { recursive: true });
const world = await startWorld();
step(`serving after ${world.startSeconds.toFixed(1)} s`);
try {
  const visitors = [...(await storyOfOneClaim(browser, world)), ...(await storyOfApproval(browser, world)), ...(await financePictures(browser, world))];
  const seen = await tourOfPages(browser, world);
  step('every page of every role was seen');
  await proofs(world);
  const problems = [...visitors.flatMap((visitor) => visitor.problems), ...seen].filter((problem) => !/net::ERR|EventSource/.test(problem));
  expect(problems.length === 0, `pages had problems:\n${problems.join('\n')}`);
  step('done');
} catch (error) {
  process.stdout.write(`\n  the story failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await browser.close();
  await world.stop();
}
