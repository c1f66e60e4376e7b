import { writeFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { accessProblems, picture } from '../browser.ts';
import { ask, claimsOf, dayIsOver, expect, person, startDay, until, type Stage } from '../stage.ts';
import { pause, roundtrip } from '../world.ts';

/**
 * The story that the product is for: a day begins, payments, invoices and bookings arrive by themselves, a person taps
 * submit, the bank pays and says so. Nobody types an amount. In the middle the server is killed as by a power cut and
 * started again.
 */
export async function way(stage: Stage): Promise<void> {
  await oneClaim(stage);
  await approval(stage);
  await financePictures(stage);
  await tourOfPages(stage);
  await proofs(stage);
}

/** From the first card swipe to the bank's own word, by one tap. */
async function oneClaim(stage: Stage): Promise<void> {
  const admin = await stage.signIn({ number: 'E010', size: 'desk', language: 'en' });
  const employee = await stage.signIn({ number: 'E003', size: 'phone', language: 'zh-CN' });
  stage.step('signed in as the admin at a desk and an employee on a phone');
  await startDay(admin.page);
  stage.step('a day of the rehearsal world begins');
  await employee.page.getByRole('main').getByText(/¥|CNY/).first().waitFor({ timeout: 90_000 });
  stage.step('the first payment stands on the phone, without a reload');
  const ready = await until('a complete draft claim', async () => (await claimsOf(employee.page)).find((claim) => claim.state === 'draft' && claim.missingCount === 0 && claim.lineCount >= 3));
  await dayIsOver(admin.page);
  await picture(employee.page, 'expenses-phone-zh');
  await employee.page.goto(`${stage.world.url}/claims/${ready.id}`);
  await employee.page.getByRole('button', { name: '提交' }).click();
  await until('the tap to be answered', async () => (await claimsOf(employee.page)).find((claim) => claim.id === ready.id && claim.state !== 'draft'));
  stage.step(`${ready.number} submitted by one tap`);
  await stage.world.kill();
  stage.step('the server is killed');
  await stage.world.restart();
  stage.step('and started again');
  await employee.page.reload();
  const paid = await until('the bank’s word', async () => (await claimsOf(employee.page)).find((claim) => claim.id === ready.id && claim.state === 'paid'));
  expect(paid.automatic, 'a claim within the limits needs no person');
  await until('the page to say so', () => employee.page.getByText(/已到账|已付款|银行已/).first().isVisible());
  await picture(employee.page, 'claim-phone-zh');
  stage.step('paid, on the bank’s own word');
}

/** What policy does not pass goes to the manager, then to finance. */
async function approval(stage: Stage): Promise<void> {
  const traveller = await until('a claim that needs people', async () => {
    for (const number of ['E006', 'E004', 'E005', 'E007', 'E008']) {
      const visitor = await stage.signIn({ number, size: 'phone', language: 'en' });
      const claim = (await claimsOf(visitor.page)).find((one) => one.state === 'draft' && one.warningCount > 0);
      if (claim) return { visitor, claim, number };
      await visitor.page.context().close();
    }
    return null;
  });
  await traveller.visitor.page.goto(`${stage.world.url}/claims/${traveller.claim.id}`);
  await traveller.visitor.page.getByRole('button', { name: 'Submit' }).click();
  await until('the claim to be in approval', async () => (await claimsOf(traveller.visitor.page)).some((claim) => claim.id === traveller.claim.id && claim.state === 'submitted'));
  stage.step(`${traveller.claim.number} is over the standard and asks for people`);
  for (const number of [person(traveller.number).managerNumber ?? 'E001', 'E009']) await decide(stage, number, traveller.claim.id);
  await until('the approved claim to be paid', async () => (await claimsOf(traveller.visitor.page)).some((claim) => claim.id === traveller.claim.id && (claim.state === 'paid' || claim.state === 'closed')));
  stage.step('and paid');
}

async function decide(stage: Stage, number: string, claimId: string): Promise<void> {
  const approver = await stage.signIn({ number, size: number === 'E009' ? 'desk' : 'phone', language: 'en' });
  const waiting = async (): Promise<boolean> => (await ask<{ items: { claim: { id: string } }[] }>(approver.page, '/v1/approvals')).items.some((item) => item.claim.id === claimId);
  if (!(await waiting())) return;
  await approver.page.goto(`${stage.world.url}/approvals`);
  await approver.page.getByRole('button', { name: /^Approve/ }).first().waitFor();
  await picture(approver.page, `approvals-${number === 'E009' ? 'desk' : 'phone'}-en`);
  await approver.page.getByRole('button', { name: /^Approve/ }).first().click();
  await until('the step to be decided', async () => !(await waiting()));
  stage.step(`approved by ${person(number).name}`);
}

async function proofs(stage: Stage): Promise<void> {
  const { world, step } = stage;
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

const TOURS = [
  { number: 'E003', size: 'phone', language: 'zh-CN', pages: ['/expenses', '/policy'] }, { number: 'E002', size: 'phone', language: 'en', pages: ['/approvals'] },
  { number: 'E009', size: 'desk', language: 'zh-CN', pages: ['/finance/payments', '/finance/review', '/finance/claims', '/finance/payouts', '/finance/ledger', '/finance/reconciliation', '/finance/imports'] },
  { number: 'E010', size: 'desk', language: 'en', pages: ['/rehearsal', '/expenses'] },
] as const;

/** Every page of each role, at the width it is made for, in both languages: nothing broken, nothing that a reader of the screen could not use. */
async function tourOfPages(stage: Stage): Promise<void> {
  const problems: string[] = [];
  for (const tour of TOURS) {
    const { page } = await stage.signIn(tour);
    for (const path of tour.pages) {
      await page.goto(`${stage.world.url}${path}`);
      await page.getByRole('main').waitFor();
      await pause(600);
      problems.push(...(await accessProblems(page)));
    }
    await page.context().close();
  }
  expect(problems.length === 0, `pages had problems:\n${problems.join('\n')}`);
  stage.step('every page of every role was seen');
}

async function financePictures(stage: Stage): Promise<void> {
  const { page } = await stage.signIn({ number: 'E009', size: 'desk', language: 'zh-CN' });
  await page.goto(`${stage.world.url}/finance`);
  await page.getByRole('row').nth(1).waitFor();
  await pause(500);
  await picture(page, 'finance-desk-zh');
}
