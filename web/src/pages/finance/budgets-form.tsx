import type { BudgetList, BudgetView } from '@roundtrip/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { send } from '../../api/client.ts';
import { say, t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { Drawer } from '../../parts/drawer.tsx';
import { today, typedAmount } from '../../parts/format.ts';
import { tell, tellProblem } from '../../parts/toast.tsx';

const FIELD = 'mt-1 block h-11 w-full rounded-md border border-line-strong bg-surface px-3 text-base';
const PERIODS = ['month', 'quarter', 'year'] as const;
const MODES = ['hard', 'soft'] as const;

const Field = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => <label className="block text-muted">{label}{children}</label>;

const textOf = (data: FormData, name: string): string => { const value = data.get(name); return typeof value === 'string' ? value : ''; };

/** What may be changed later, as the interface wants it. */
export function settingsOf(form: HTMLFormElement, currency: string): Readonly<Record<string, unknown>> {
  const data = new FormData(form);
  return { name: textOf(data, 'name'), total: { amount: typedAmount(textOf(data, 'total'), currency), currency }, mode: textOf(data, 'mode'), warnPercent: Number(textOf(data, 'warnPercent')), rollsOver: data.has('rollsOver') };
}

export function SettingsFields({ budget, currency }: { readonly budget?: BudgetView; readonly currency: string }) {
  return (
    <>
      <Field label={t('budget.name')}><input name="name" required maxLength={80} defaultValue={budget?.name} className={FIELD} /></Field>
      <Field label={t('budget.total', { currency })}><input name="total" required inputMode="decimal" defaultValue={budget?.total.amount} className={`${FIELD} num`} /></Field>
      <Field label={t('budget.mode')}><select name="mode" defaultValue={budget?.mode ?? 'soft'} className={FIELD}>{MODES.map((mode) => <option key={mode} value={mode}>{t(`budget.mode.${mode}`)}</option>)}</select></Field>
      <Field label={t('budget.warn')}><input name="warnPercent" type="number" min={1} max={100} required defaultValue={budget?.warnPercent ?? 80} className={`${FIELD} num`} /></Field>
      <label className="flex min-h-11 items-center gap-2.5"><input name="rollsOver" type="checkbox" defaultChecked={budget?.rollsOver ?? false} className="size-5" />{t('budget.rolls')}</label>
    </>
  );
}

export function NewBudget({ list, onClose }: { readonly list: BudgetList; readonly onClose: () => void }) {
  const queries = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: (body: Readonly<Record<string, unknown>>) => send('/v1/budgets', { body }), onError: tellProblem,
    onSuccess: () => { tell(t('budget.saved')); void queries.invalidateQueries({ queryKey: ['budgets'] }); onClose(); },
  });
  const pick = (data: FormData, name: string): string | null => textOf(data, name) || null;
  return (
    <Drawer title={t('budget.new')} onClose={onClose}>
      <form className="space-y-3" onSubmit={(event) => {
        event.preventDefault();
        const data = new FormData(event.currentTarget);
        mutate({ ...settingsOf(event.currentTarget, list.currency), parentId: pick(data, 'parentId'), department: pick(data, 'department'), category: pick(data, 'category'), period: textOf(data, 'period'), day: textOf(data, 'day') });
      }}>
        <SettingsFields currency={list.currency} />
        <Field label={t('budget.department')}><select name="department" className={FIELD}><option value="">{t('budget.every-department')}</option>{list.departments.map((each) => <option key={each}>{each}</option>)}</select></Field>
        <Field label={t('budget.category')}><select name="category" className={FIELD}><option value="">{t('budget.every-category')}</option>{list.categories.map(({ code, title }) => <option key={code} value={code}>{say(title)}</option>)}</select></Field>
        <Field label={t('budget.period')}><select name="period" defaultValue="quarter" className={FIELD}>{PERIODS.map((each) => <option key={each} value={each}>{t(`budget.period.${each}`)}</option>)}</select></Field>
        <Field label={t('budget.day')}><input name="day" type="date" required defaultValue={today()} className={`${FIELD} num`} /></Field>
        <Field label={t('budget.parent')}><select name="parentId" className={FIELD}><option value="">{t('budget.no-parent')}</option>{list.items.map(({ id, name, fromDay }) => <option key={id} value={id}>{`${name} · ${fromDay}`}</option>)}</select></Field>
        <Button type="submit" look="primary" size="thumb" disabled={isPending} className="w-full">{t('budget.save')}</Button>
      </form>
    </Drawer>
  );
}
