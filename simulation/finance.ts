import { releasePayout } from '../server/src/flows/plan-payouts.ts';
import { makeRun, putBackInRun, releaseRun, submitRun } from '../server/src/flows/run-payouts.ts';
import { batchFile } from '../server/src/flows/send-payouts.ts';
import { listPayouts, listRuns } from '../server/src/modules/payouts/index.ts';
import type { Person } from './company.ts';
import { outcomeOf, PAGE, upload, type Stage } from './people.ts';

/** Finance lets go what waits, carries files to the bank, and imports a statement that has long come by itself. */
export async function financeActs(stage: Stage, eager: boolean): Promise<void> {
  const { house, company, chance, bank } = stage;
  const finance = company.people.get('E009');
  if (!finance) return;
  await stage.attempt('finance looks at payouts', async () => {
    const payouts = await house.db.read(company.id, (tx) => listPayouts(tx, { employeeIds: null, states: null, ...PAGE }));
    for (const held of payouts.filter((one) => one.state === 'planned' && one.heldFor !== null)) {
      if (eager || chance.next() < 0.5) stage.say(`finance releases ${await releasePayout(house, company.id, { actor: { kind: 'person', employeeId: finance.employeeId, name: finance.name }, payoutId: held.id })}`);
    }
    if (company.rail !== 'bank-file') return;
    for (const batchId of new Set(payouts.filter((one) => one.state === 'sending').flatMap((one) => one.batchId ?? []))) {
      if (!eager && chance.next() < 0.4) continue;
      const file = await batchFile(house, company.id, batchId);
      if (file) stage.say(`finance carries ${file.fileName} ${bank.accept(new TextDecoder().decode(file.bytes)).status}`);
    }
  });
  await payoutRun(stage, finance, eager);
  const statement = bank.lastFile();
  if (statement && !eager && chance.next() < 0.25) await upload(stage, finance, 'camt.053', statement);
}


/** What no rule lets go is put into a run by one person and released by another, who goes on where the first one left off. */
async function payoutRun({ house, company, chance, attempt, say }: Stage, finance: Person, eager: boolean): Promise<void> {
  const second = company.people.get('E010');
  if (!second || (!eager && chance.next() < 0.5)) return;
  const [by, other] = [{ employeeId: finance.employeeId, name: finance.name }, { employeeId: second.employeeId, name: second.name }];
  await attempt('finance makes a run', async () => {
    const open = (await house.db.read(company.id, (tx) => listRuns(tx, { after: null, limit: 50 }))).find((run) => run.state === 'draft' || run.state === 'submitted');
    const made = open ? null : await makeRun(house, company.id, { by });
    if (made && !made.ok) return;
    const runId = open?.id ?? (made?.ok ? made.value : '');
    const ids = (await house.db.read(company.id, (tx) => listPayouts(tx, { employeeIds: null, states: ['planned'], ...PAGE }))).map((payout) => payout.id);
    if (open?.state !== 'submitted') {
      await putBackInRun(house, company.id, { by, runId, ids });
      say(`run submitted ${outcomeOf(await submitRun(house, company.id, { by, runId }))}`);
    }
    if (!eager && chance.next() < 0.3) return;
    say(`run released ${outcomeOf(await releaseRun(house, company.id, { by: other, runId }))}`);
  });
}
