import type { AutomationView, ClaimSummary, MeterNumberView } from '@roundtrip/contract';
import { useQuery } from '@tanstack/react-query';
import { meterListQuery } from '../../api/queries.ts';
import { t } from '../../i18n/index.ts';
import { Amount } from '../../parts/amount.tsx';
import { CARD, Section } from '../../parts/card.tsx';
import { Chip } from '../../parts/chip.tsx';
import { Grid, type Column } from '../../parts/grid.tsx';
import { Loaded } from '../../parts/states.tsx';
import { CLAIM_LOOKS } from '../../parts/words.ts';
import { ClaimDrawer } from './claims-tab.tsx';
import { useFinance } from './use-finance.ts';

const rate = (share: number): string => `${Number((share * 100).toPrecision(3))}%`;
/** Shares as per cent, the last number in minutes. */
const figure = (number: MeterNumberView['number'], value: number): string => (number === 'minutes-to-money' ? t('automation.minutes', { value: Math.round(value) }) : rate(value));

/** A number with what it rests on; both counts open their list. */
function Dial({ metered, shown, show }: { readonly metered: MeterNumberView; readonly shown: string | undefined; readonly show: (view: string) => void }) {
  const { number, value, interval, numerator, denominator } = metered;
  const link = (part: 'hits' | 'all', text: string) => (
    <button type="button" aria-pressed={shown === `${number}.${part}`} onClick={() => show(`${number}.${part}`)} className="num rounded-sm px-1 text-left text-accent underline-offset-2 hover:underline aria-pressed:bg-accent-soft pointer-coarse:min-h-11">{text}</button>
  );
  return (
    <div className={`${CARD} space-y-1 p-5`}>
      <h3 className="font-medium">{t(`automation.${number}`)}</h3>
      <p className="num text-3xl font-semibold tracking-[-0.02em]">{value === null ? <span className="text-base font-normal text-muted">{t('automation.none-yet')}</span> : figure(number, value)}</p>
      <p className="num text-muted">{interval ? t('automation.between', { from: figure(number, interval.from), to: figure(number, interval.to) }) : t('automation.between.none')}</p>
      <p className="text-muted text-pretty">{t(`automation.${number}.text`)}</p>
      <p className="-mx-1">{link('all', t('automation.of', { hits: numerator, all: denominator }))} {numerator > 0 && numerator < denominator && link('hits', String(numerator))}</p>
    </div>
  );
}

const columns = (): Column<ClaimSummary>[] => [
  { id: 'number', head: t('col.number'), width: '118px', wide: true, cell: (claim) => <span className="num text-muted">{claim.number}</span> },
  { id: 'title', head: t('col.title'), width: 'minmax(110px,2fr)', cell: (claim) => <span className="font-medium">{claim.title}</span> },
  { id: 'who', head: t('col.employee'), width: 'minmax(70px,1fr)', cell: (claim) => claim.employee.name },
  { id: 'total', head: t('col.total'), width: '112px', end: true, cell: (claim) => <Amount value={claim.total} /> },
  { id: 'state', head: t('col.state'), width: '92px', cell: ({ state }) => <Chip tone={CLAIM_LOOKS[state].tone} icon={CLAIM_LOOKS[state].icon}>{t(CLAIM_LOOKS[state].label)}</Chip> },
];

function Behind({ view }: { readonly view: string }) {
  const { search, open, close } = useFinance();
  const [number = '', part = 'all'] = view.split('.');
  return (
    <Section title={t('automation.list')} id="automation-list">
      <Loaded query={useQuery(meterListQuery(number, part))}>
        {({ items }) => <Grid label={t('automation.list')} columns={columns()} rows={items} open={open} openId={search.open} nameOf={(claim) => `${claim.number} ${claim.title} ${claim.employee.name}`} />}
      </Loaded>
      {search.open && <ClaimDrawer id={search.open} close={close} />}
    </Section>
  );
}

/** The honest meter: each number with its counts and interval, and the claims behind it. */
export function Meter({ automation }: { readonly automation: AutomationView }) {
  const { search, set } = useFinance();
  return (
    <div className="space-y-6">
      <Section title={t('automation.meter')} id="automation-meter">
        <div className="grid gap-4 md:grid-cols-3">{automation.meter.map((metered) => <Dial key={metered.number} metered={metered} shown={search.view} show={(view) => set({ view })} />)}</div>
      </Section>
      {search.view && <Behind key={search.view} view={search.view} />}
    </div>
  );
}
