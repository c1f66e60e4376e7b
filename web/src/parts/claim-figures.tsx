import type { ClaimSummary } from '@roundtrip/contract';
import { t } from '../i18n/index.ts';
import { Amount } from './amount.tsx';
import { isZero, plainMoney } from './format.ts';

/** What the person gets, large; what makes it differ from what was spent, small beneath. */
export function ClaimFigures({ claim }: { readonly claim: ClaimSummary }) {
  const parts = [t('claim.total', { amount: plainMoney(claim.total) }), isZero(claim.companyPaid) ? null : t('claim.company-paid', { amount: plainMoney(claim.companyPaid) }), t('claim.lines', { count: claim.lineCount })];
  return (
    <div>
      <p className="text-muted">{t('claim.reimbursable')}</p>
      <Amount value={claim.reimbursable} size="hero" />
      <p className="num mt-0.5 text-muted [white-space:normal]">{parts.filter(Boolean).join(' · ')}</p>
    </div>
  );
}
