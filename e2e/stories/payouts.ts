import type { Page } from 'playwright-core';
import { accessProblems, picture } from '../browser.ts';
import { ask, claimsOf, dayIsOver, expect, person, send, startDay, until, type Stage } from '../stage.ts';
import { pause, roundtrip } from '../world.ts';

const EMPLOYEES = ['E003', 'E004', 'E005', 'E007', 'E008', 'E006', 'E002'] as const;
/** As a bank numbers accounts, with the last digit mistyped: the bank knows it by the check digit. */
const MISTYPED = '6222021001122334456';
const MENDED = '6222021001122334458';

type Run = { id: string; number: string; state: string; people: number; held: number; states: Record<string, number>; batches: { state: string; askedAt: string | null }[]; checks: { code: string; count: number }[]; blocked: number; may: { release: boolean } };
type Row = { id: string; claimNumber: string; employee: { id: string; name: string }; state: string; held: boolean; findings: string[] };

const runOf = (page: Page, id: string): Promise<Run> => ask<Run>(page, `/v1/payout-runs/${id}`);
const rowsOf = async (page: Page, id: string): Promise<Row[]> => (await ask<{ items: Row[] }>(page, `/v1/payout-runs/${id}/rows`)).items;

/**
 * Money out by people: one previews a run, another lets it go. The bank takes it and its answer is lost, so it is asked
 * with the same number; it refuses one payment for a mistyped account; the mended one is paid and comes back later.
 * Nobody is paid twice, and the books agree at the end.
 */
export async function payouts(stage: Stage): Promise<void> {
  const admin = await stage.signIn({ number: 'E010', size: 'desk', language: 'en' });
  const maker = await stage.signIn({ number: 'E009', size: 'desk', language: 'zh-CN' });
  await limit(admin.page);
  stage.step('from today on no payout goes by itself, and every run takes two');
  const payees = await owedTo(stage, admin.page);
  const wrong = await mistype(stage, payees, maker.page);
  const runId = await preview(stage, maker.page);
  await release(stage, { admin: admin.page, maker: maker.page, runId });
  await rejected(stage, { maker: maker.page, runId, wrong });
  await comesBack(stage, { admin: admin.page, maker: maker.page, runId, wrong });
  await looks(stage, maker.page, runId);
  const verify = await roundtrip(stage.world, ['verify']);
  expect(verify.code === 0, `verify found a breach:\n${verify.out}`);
  stage.step('verify: every invariant holds');
}

function put(page: Page, path: string, body: unknown): Promise<void> {
  return page.evaluate(async ({ address, content }) => {
    const answer = await fetch(address, { method: 'PUT', headers: { 'content-type': 'application/json', 'x-roundtrip': '1' }, body: JSON.stringify(content) });
    if (!answer.ok) throw new Error(`${address}: ${answer.status} ${await answer.text()}`);
  }, { address: path, content: body });
}

const limit = (admin: Page): Promise<void> => put(admin, '/v1/payout-limits', { autoSingleMaxMinor: '0', autoDayMaxMinor: '0', twoPersonFromMinor: '1', coolingHours: 24 });

type Owed = { readonly number: string; readonly page: Page };

/** A day goes by, and those whose claims are ready hand them in; three need nobody's word. */
async function owedTo(stage: Stage, admin: Page): Promise<Owed[]> {
  await startDay(admin);
  await dayIsOver(admin);
  const owed: Owed[] = [];
  await until('three claims that pass by themselves', async () => {
    for (const number of EMPLOYEES.filter((one) => !owed.some((had) => had.number === one))) {
      const { page } = await stage.signIn({ number, size: 'phone', language: number === 'E003' ? 'zh-CN' : 'en' });
      const ready = (await claimsOf(page)).find((claim) => claim.state === 'draft' && claim.missingCount === 0 && claim.warningCount === 0);
      if (ready) await send(page, `/v1/claims/${ready.id}/submit`, {});
      const approved = ready && (await until('the claim to be decided', async () => (await claimsOf(page)).find((claim) => claim.id === ready.id && claim.state !== 'draft')));
      if (approved?.state === 'approved') owed.push({ number, page });
      else await page.context().close();
      if (owed.length === 3) return true;
    }
    return owed.length >= 3;
  });
  stage.step(`${owed.length} people are owed money, and nobody has paid them yet`);
  return owed;
}

/** One employee names another account on the phone, with a slip; finance looks at it and lets it through. */
async function mistype(stage: Stage, payees: readonly Owed[], maker: Page): Promise<Owed> {
  const wrong = payees[0];
  expect(wrong, 'somebody is owed money');
  await choose(stage, wrong, MISTYPED);
  await picture(wrong.page, 'payouts-accounts-phone');
  stage.step(`${person(wrong.number).name} chooses another account; it waits for a second look`);
  await maker.goto(`${stage.world.url}/finance/payouts`);
  await maker.getByRole('button', { name: /新账户待复核/ }).click();
  await maker.getByRole('button', { name: '已核实无误' }).click();
  await maker.getByText('没有待复核的账户').waitFor();
  await maker.keyboard.press('Escape');
  stage.step('a second person has looked at it');
  return wrong;
}

async function choose(stage: Stage, { page, number }: Owed, account: string): Promise<void> {
  const chinese = number === 'E003';
  await page.goto(`${stage.world.url}/accounts`);
  await page.getByLabel(chinese ? '账号' : 'Account number').fill(account);
  await page.getByRole('button', { name: chinese ? '付到这里' : 'Pay me here' }).click();
  await page.getByText(account.slice(-4)).first().waitFor();
}

/** Finance makes a run of what waits, looks at it and hands it on. */
async function preview(stage: Stage, maker: Page): Promise<string> {
  await maker.getByRole('button', { name: '生成付款单' }).click();
  await maker.waitForURL(/run=/);
  const runId = new URL(maker.url()).searchParams.get('run') ?? '';
  await maker.getByRole('row').nth(1).waitFor();
  const run = await runOf(maker, runId);
  expect(run.blocked === 0, `something blocks the run: ${JSON.stringify(run.checks)}`);
  await picture(maker, 'payouts-preview-desk-zh');
  await maker.getByRole('button', { name: '提交放行' }).click();
  await until('the run to be submitted', async () => (await runOf(maker, runId)).state === 'submitted');
  expect(!(await runOf(maker, runId)).may.release, 'who made a run above the limit may not release it');
  const refused = await send(maker, `/v1/payout-runs/${runId}/release`, {}).then(() => '', (error: unknown) => String(error));
  expect(refused.includes('payout-run.second-person'), `the maker released it: ${refused}`);
  stage.step(`${run.number}: ${run.people} payouts previewed and submitted; the maker cannot release them`);
  return runId;
}

/** Another person lets it go, while the bank's answers get lost on the way. */
async function release(stage: Stage, { admin, maker, runId }: { admin: Page; maker: Page; runId: string }): Promise<void> {
  await send(admin, '/rehearsal/fault', { kind: 'fail-after-success', on: true });
  await admin.goto(`${stage.world.url}/finance/payouts?run=${runId}`);
  await admin.getByRole('button', { name: 'Release', exact: true }).click();
  await picture(admin, 'payouts-release-desk-en');
  await admin.getByRole('dialog').getByRole('button', { name: 'Release' }).click();
  stage.step('a second person releases it');
  await until('the bank to be asked with the same number', async () => (await runOf(maker, runId)).batches.some((batch) => batch.askedAt !== null));
  await send(admin, '/rehearsal/fault', { kind: 'fail-after-success', on: false });
  await admin.getByText(/asked again at/).first().waitFor();
  const trail = await roundtrip(stage.world, ['audit', 'export']);
  expect(trail.out.includes('"payout.unknown"'), 'the lost answer is nowhere in the trail');
  stage.step('the answer was lost: the bank was asked with the same number, nothing was sent again');
}

/** All but the mistyped one are paid by the bank's word; that one is refused and waits for another account. */
async function rejected(stage: Stage, { maker, runId, wrong }: { maker: Page; runId: string; wrong: Owed }): Promise<void> {
  const run = await until('the bank’s word on every payout', async () => {
    const seen = await runOf(maker, runId);
    return (seen.states['settled'] ?? 0) >= 2 && (seen.states['failed'] ?? 0) === 1 && !seen.states['accepted'] && !seen.states['unknown'] && seen;
  });
  const [failed] = (await rowsOf(maker, runId)).filter((row) => row.state === 'failed');
  expect(failed?.employee.name === person(wrong.number).name, 'another payment was refused than the mistyped one');
  expect((await rowsOf(maker, runId)).some((row) => row.state === 'planned' && row.held && row.claimNumber === failed?.claimNumber), 'what failed is not owed again');
  stage.step(`${run.states['settled'] ?? 0} settled on the bank’s word, one refused for its account`);
  await maker.goto(`${stage.world.url}/finance/payouts?run=${runId}&view=trouble`);
  await maker.getByRole('row').nth(1).waitFor();
  await picture(maker, 'payouts-exceptions-desk-zh');
}

/** The account is mended and looked at: a new number pays it. Later the bank gives that one back. */
async function comesBack(stage: Stage, { admin, maker, runId, wrong }: { admin: Page; maker: Page; runId: string; wrong: Owed }): Promise<void> {
  await send(admin, '/rehearsal/fault', { kind: 'return-payment', on: true });
  await choose(stage, wrong, MENDED);
  const [payee] = (await ask<{ items: { id: string }[] }>(maker, '/v1/payees/waiting')).items;
  await send(maker, `/v1/payees/${payee?.id ?? ''}/confirm`, {});
  await maker.getByRole('button', { name: person(wrong.number).name }).last().click();
  await maker.getByRole('button', { name: '放行这笔' }).click();
  await until('the new payout to be settled', async () => !(await rowsOf(maker, runId)).some((row) => row.state === 'planned' || row.state === 'sending' || row.state === 'accepted'));
  stage.step('mended: a payout of its own number went out and settled');
  await until('the late return', async () => {
    await send(admin, '/rehearsal/tick', { days: 1 });
    return (await runOf(maker, runId)).states['returned'] === 1;
  });
  await send(admin, '/rehearsal/fault', { kind: 'return-payment', on: false });
  const rows = await rowsOf(maker, runId);
  expect(rows.some((row) => row.state === 'planned' && row.held && row.employee.name === person(wrong.number).name), 'what came back is not owed again');
  stage.step('and came back later: it is owed again, and waits for another account');
}

/** The screens in both languages and at both widths, with nothing that a reader of the screen could not use. */
async function looks(stage: Stage, maker: Page, runId: string): Promise<void> {
  await maker.goto(`${stage.world.url}/finance/payouts?run=${runId}`);
  await maker.getByRole('row').nth(1).waitFor();
  await pause(400);
  await picture(maker, 'payouts-run-desk-zh');
  const problems = await accessProblems(maker);
  await maker.goto(`${stage.world.url}/finance/payouts`);
  await maker.getByRole('row').nth(1).waitFor();
  await picture(maker, 'payouts-runs-desk-zh');
  problems.push(...(await accessProblems(maker)));
  const { page } = await stage.signIn({ number: 'E009', size: 'phone', language: 'en' });
  for (const [path, name] of [['/finance/payouts', 'runs'], [`/finance/payouts?run=${runId}`, 'run'], ['/accounts', 'accounts-en']] as const) {
    await page.goto(`${stage.world.url}${path}`);
    await page.getByRole('main').waitFor();
    await pause(800);
    await picture(page, `payouts-${name}-phone-en`);
    problems.push(...(await accessProblems(page)));
  }
  expect(problems.length === 0, `pages had problems:\n${problems.join('\n')}`);
  stage.step('the screens were seen at both widths, in both languages');
}
