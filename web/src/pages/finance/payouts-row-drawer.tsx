import type { PayoutRow, PayoutRunView } from '@roundtrip/contract';
import { Link } from '@tanstack/react-router';
import { say, t } from '../../i18n/index.ts';
import { Amount } from '../../parts/amount.tsx';
import { Button, buttonClass } from '../../parts/button.tsx';
import { Facts } from '../../parts/card.tsx';
import { Drawer } from '../../parts/drawer.tsx';
import { fullMoment } from '../../parts/format.ts';
import { findingName, RowChip } from './payouts-looks.tsx';
import type { RunMove } from './use-run-moves.ts';

type DrawerProps = { readonly row: PayoutRow; readonly run: PayoutRunView; readonly move: (move: RunMove) => void; readonly hold: () => void; readonly close: () => void };

/** One payout: how it stands, why, and what can be done about it now. */
export function RowDrawer({ row, run, move, hold, close }: DrawerProps) {
  const making = run.state === 'draft' || run.state === 'submitted';
  const waits = row.state === 'planned' && row.held;
  return (
    <Drawer title={row.employee.name} onClose={close} actions={<Actions row={row} run={run} move={move} hold={hold} close={close} />}>
      <div><p className="text-2xl"><Amount value={row.amount} size="strong" /></p><p className="mt-2"><RowChip row={row} /></p></div>
      {row.reason && <p className="rounded-md bg-sunk px-3 py-2 text-pretty">{say(row.reason)}</p>}
      {row.findings.length > 0 && <ul className="list-disc space-y-1 pl-5">{row.findings.map((code) => <li key={code}>{findingName(code)}</li>)}</ul>}
      {row.state === 'unknown' && <p className="text-muted text-pretty">{t('row.never-resent')}</p>}
      {waits && !making && <p className="text-muted text-pretty">{t('row.new-id')}</p>}
      <Facts rows={[
        [t('col.account'), row.accountMasked], [t('runs.col.bank'), say(row.bank)], [t('col.rail'), row.rail ? say(row.rail) : '—'], [t('runs.col.dept'), row.department || '—'], [t('col.number'), row.claimNumber], [t('col.planned'), fullMoment(row.plannedAt)],
        ...(row.sentAt ? [[t('row.sent'), fullMoment(row.sentAt)] as const] : []), ...(row.askedAt ? [[t('row.asked'), fullMoment(row.askedAt)] as const] : []), ...(row.settledAt ? [[t('col.bank-paid'), fullMoment(row.settledAt)] as const] : []),
      ]} />
      <Link to="/claims/$id" params={{ id: row.claimId }} className={buttonClass('plain')}>{t('row.claim')}</Link>
    </Drawer>
  );
}

function Actions({ row, run, move, hold, close }: DrawerProps) {
  const act = (path: string, told: RunMove['told'], body?: unknown): void => move({ path, ...(told ? { told } : {}), ...(body ? { body } : {}), then: close });
  const making = run.state === 'draft' || run.state === 'submitted';
  if (row.state === 'unknown') return <Button size="thumb" className="flex-1" onClick={() => act('/v1/payouts/ask', 'told.asked')}>{t('row.ask-bank')}</Button>;
  if (row.state !== 'planned') return null;
  return (
    <>
      {(row.held || row.findings.some((code) => code.startsWith('account.'))) && <Button size="thumb" className="flex-1" onClick={() => act(`/v1/payouts/${row.id}/ask-account`, 'told.account-asked')}>{t('row.ask-account')}</Button>}
      {making && !row.held && <Button size="thumb" className="flex-1" onClick={hold}>{t('row.hold')}</Button>}
      {run.state === 'draft' && row.held && <Button size="thumb" className="flex-1" onClick={() => act(`/v1/payout-runs/${run.id}/put-back`, 'told.done', { ids: [row.id] })}>{t('row.put-back')}</Button>}
      {!making && row.held && <Button look="primary" size="thumb" className="flex-1" onClick={() => act(`/v1/payouts/${row.id}/release`, 'told.released')}>{t('row.let-go')}</Button>}
    </>
  );
}
