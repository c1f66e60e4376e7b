import type { ReconciliationView } from '@roundtrip/contract';
import { useQuery } from '@tanstack/react-query';
import { CircleCheck, CircleX, FileClock, Scale } from 'lucide-react';
import { reconciliationQuery } from '../../api/queries.ts';
import { say, t } from '../../i18n/index.ts';
import { Amount } from '../../parts/amount.tsx';
import { CARD, Section } from '../../parts/card.tsx';
import { daySpan, shortMoment } from '../../parts/format.ts';
import { Empty, Loaded } from '../../parts/states.tsx';

/** The laws of the money, each with how many things it was checked on. */
function Checks({ checks }: Pick<ReconciliationView, 'checks'>) {
  const holds = checks.filter((check) => check.holds).length;
  return (
    <Section id="checks" title={t('recon.checks')} aside={<span className="num">{t('recon.holds', { holds, count: checks.length })}</span>}>
      <ul className={`${CARD} divide-y divide-line`}>
        {checks.map((check) => {
          const Icon = check.holds ? CircleCheck : CircleX;
          return (
            <li key={check.code} className="flex min-h-9 items-center gap-3 px-4 py-1.5">
              <Icon size={16} role="img" aria-label={t(check.holds ? 'recon.yes' : 'recon.no')} className={check.holds ? 'shrink-0 text-ok' : 'shrink-0 text-bad'} />
              <span className={`min-w-0 flex-1 ${check.holds ? '' : 'font-medium text-bad'}`}>{say(check.title)}</span><span className="num text-muted">{t('recon.checked', { count: check.checked })}</span>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}

function Differences({ differences }: Pick<ReconciliationView, 'differences'>) {
  return (
    <Section id="differences" title={t('recon.differences')} aside={<span className="num">{differences.length}</span>}>
      <div className={CARD}>
        {differences.length === 0 ? <Empty icon={Scale} title={t('recon.agree')}>{t('recon.agree-text')}</Empty> : (
          <ul className="divide-y divide-line">
            {differences.map((each) => (
              <li key={each.id} className="flex items-start gap-4 px-4 py-2"><span className="min-w-0 flex-1 text-pretty">{say(each.message)}<span className="num block text-muted">{t('recon.since', { at: shortMoment(each.since) })}</span></span>{each.amount && <Amount value={each.amount} size="strong" />}</li>
            ))}
          </ul>
        )}
      </div>
    </Section>
  );
}

/** A whole account number is nobody's business on a screen. */
const masked = (account: string): string => account.replace(/\d{4,}(?=\d{4})/g, '•••• ');

function Statements({ statements }: Pick<ReconciliationView, 'statements'>) {
  return (
    <Section id="statements" title={t('recon.statements')}>
      <div className={CARD}>
        {statements.length === 0 ? <Empty icon={FileClock} title={t('recon.no-statements')}>{t('recon.no-statements-text')}</Empty> : (
          <ul className="divide-y divide-line">
            {statements.map((each) => (
              <li key={`${each.account}${each.from}`} className="px-4 py-2">
                <p className="flex justify-between gap-4"><span className="num truncate font-medium">{masked(each.account)}</span>{each.from && each.to && <span className="num text-muted">{daySpan(each.from, each.to)}</span>}</p>
                <p className="flex justify-between gap-4 text-muted"><span className="num">{t('recon.entries', { count: each.entries })}</span>{each.opening && each.closing && <span className="flex gap-2"><Amount value={each.opening} code={false} /><span aria-hidden>→</span><Amount value={each.closing} /></span>}</p>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Section>
  );
}

export function ReconciliationTab() {
  const query = useQuery(reconciliationQuery);
  return (
    <Loaded query={query}>
      {(view) => <div className="grid grid-cols-1 gap-6 lg:grid-cols-2"><Checks checks={view.checks} /><div className="min-w-0 space-y-6"><Differences differences={view.differences} /><Statements statements={view.statements} /></div></div>}
    </Loaded>
  );
}
