import { accessProblems, picture } from '../browser.ts';
import { ask, claimsOf, dayIsOver, expect, until, type Stage } from '../stage.ts';

type Draft = { revision: number; concerns: { severity: string }[]; changes: { path: string; from: string; to: string }[]; backtest: { status: string; result: { judged: number; changed: number } | null } | null };

/**
 * An admin lowers a cap: sees what is wrong while typing, what differs, what it would have meant, and publishes. The
 * next expense is judged by it; what was judged before stays.
 */
export async function policy(stage: Stage): Promise<void> {
  const admin = await stage.signIn({ number: 'E010', size: 'desk', language: 'zh-CN' });
  const { page } = admin;
  await page.getByRole('link', { name: '演练' }).first().click();
  await page.getByText('×3600').first().click();
  await page.getByRole('button', { name: '开始一天' }).click();
  await dayIsOver(page);
  await submitAll(stage);
  await page.goto(`${stage.world.url}/policy`);
  await page.getByRole('button', { name: '以此起草' }).first().click();
  await page.waitForURL(/policy\/drafts\//);
  const id = page.url().split('/').at(-1) ?? '';
  const draft = (): Promise<Draft> => ask<Draft>(page, `/v1/policies/${id}`);
  stage.step('a draft begins from the version in force');
  await writeCaps(stage, page, draft);
  await page.getByRole('button', { name: '回测' }).first().click();
  await page.getByRole('button', { name: '开始回测' }).click();
  const tested = await until('the back-test', async () => { const { backtest } = await draft(); return backtest?.status === 'done' ? backtest.result : null; });
  expect(tested.judged > 0 && tested.changed > 0, `a cap of a tenth changes verdicts: ${JSON.stringify(tested)}`);
  await page.getByText(`${tested.judged} 笔中 ${tested.changed} 笔`).waitFor();
  await picture(page, 'policy-backtest-desk-zh');
  stage.step(`the back-test: ${tested.changed} of ${tested.judged} verdicts would change`);
  await tryIt(stage, page);
  const problems = await accessProblems(page);
  expect(problems.length === 0, problems.join('\n'));
  await onPhone(stage, id);
  await page.getByRole('button', { name: '发布', exact: true }).click();
  await page.waitForURL(/\/policy$/);
  const { items } = await ask<{ items: { status: string; version: string }[] }>(page, '/v1/policies');
  expect(items.length === 2 && items.some((one) => one.status === 'superseded'), 'the old version is superseded');
  stage.step('published; the old version can still be read');
}

/** Everybody hands in what is ready, so that there is something to hold a draft against. */
async function submitAll(stage: Stage): Promise<void> {
  for (const number of ['E003', 'E004', 'E005']) {
    const { page } = await stage.signIn({ number, size: 'phone', language: 'en' });
    const ready = (await claimsOf(page)).find((claim) => claim.state === 'draft' && claim.missingCount === 0);
    if (ready) {
      await page.goto(`${stage.world.url}/claims/${ready.id}`);
      await page.getByRole('button', { name: 'Submit' }).click();
      await until('the claim to be handed in', async () => (await claimsOf(page)).some((claim) => claim.id === ready.id && claim.state !== 'draft'));
    }
    await page.context().close();
  }
  stage.step('claims are handed in and judged');
}

async function writeCaps(stage: Stage, page: Awaited<ReturnType<Stage['signIn']>>['page'], draft: () => Promise<Draft>): Promise<void> {
  const meal = page.locator('#rule-meal-day').getByRole('textbox').last();
  await meal.fill('a lot');
  await meal.press('Enter');
  await until('the mistake to be named', async () => (await draft()).concerns.some((concern) => concern.severity === 'error'));
  await page.locator('#rule-meal-day [aria-invalid=true]').waitFor();
  expect(await page.getByRole('button', { name: '发布', exact: true }).isDisabled(), 'a draft with a mistake is not published');
  await picture(page, 'policy-mistake-desk-zh');
  stage.step('a mistyped cap is named in its cell');
  await page.getByRole('button', { name: '撤销' }).click();
  await page.locator('#rule-meal-day').getByRole('textbox').last().fill('12');
  await page.keyboard.press('Enter');
  await page.locator('#rule-hotel-cap').getByRole('textbox').first().focus();
  await page.evaluate(`(() => {
    const data = new DataTransfer();
    data.setData('text/plain', ${JSON.stringify('100\t70\t50\n100\t72\t50\n90\t65\t48\n80\t55\t40')});
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  })()`);
  const changes = await until('the caps to be saved', async () => { const { changes: found, concerns } = await draft(); return found.length >= 13 && concerns.every((one) => one.severity !== 'error') ? found : null; });
  expect(changes.some((change) => change.path === 'table.tier1.then.staff' && change.from === '500.00' && change.to === '50.00'), JSON.stringify(changes));
  await picture(page, 'policy-changes-desk-zh');
  stage.step('a block of caps pasted from a spreadsheet; each change is listed');
}

async function tryIt(stage: Stage, page: Awaited<ReturnType<Stage['signIn']>>['page']): Promise<void> {
  await page.getByRole('button', { name: '试一试' }).click();
  await page.getByRole('button', { name: '判断', exact: true }).click();
  await page.getByText('可报 ¥50.00').waitFor();
  await picture(page, 'policy-try-desk-zh');
  stage.step('one expense tried: the cell that decides lights up');
}

/** The same draft in a hand, in English. */
async function onPhone(stage: Stage, id: string): Promise<void> {
  const { page } = await stage.signIn({ number: 'E010', size: 'phone', language: 'en' });
  await page.goto(`${stage.world.url}/policy/drafts/${id}`);
  await page.getByRole('button', { name: 'Publish' }).waitFor();
  const problems = await accessProblems(page);
  expect(problems.length === 0, problems.join('\n'));
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), 'the page is no wider than the phone');
  await picture(page, 'policy-draft-phone-en');
  await page.context().close();
}
