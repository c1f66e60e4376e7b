import type { Bilingual, CivilDate, FuseLevel, Instant, Verdicts } from '@roundtrip/kernel';
import { insertMany, type Tx } from '#platform/db';
import type { AutomationSettings, Drawn, Scope, ScopeState } from './domain/index.ts';

/** A claim that was asked about, as automation saw it. */
export type Asked = {
  readonly requestId: string; readonly claimId: string; readonly personId: string; readonly day: CivilDate; readonly minor: bigint; readonly scopes: readonly Scope[];
  readonly promised: boolean; readonly automatic: boolean; readonly drawn: Drawn | null; readonly at: Instant;
};
export type JudgedClaim = { readonly requestId: string; readonly isRight: boolean; readonly wrongMinor: bigint; readonly reason: string; readonly byId: string; readonly at: Instant };
export type WrongClaim = { readonly requestId: string; readonly claimId: string; readonly minor: bigint; readonly reason: string; readonly openedAt: Instant; readonly closedAt: Instant | null; readonly note: string | null };
export type ScopeFuse = { readonly scope: Scope; readonly level: FuseLevel; readonly text: Bilingual; readonly figures: Verdicts; readonly byId: string | null; readonly at: Instant };

/** What the company set last; null where it never did. */
export async function loadAutomation(tx: Tx): Promise<AutomationSettings | null> {
  return (await tx.query<AutomationSettings>(
    'select s.version, s.amount_max_minor, s.day_max_minor, s.person_day_max_minor, s.rule_day_max_minor, s.allowed_error, s.sample_rate from approvals.automation_settings s order by s.version desc limit 1')).rows[0] ?? null;
}

export async function keepAutomation(tx: Tx, settings: AutomationSettings, { by, now }: { readonly by: string; readonly now: Instant }): Promise<void> {
  await insertMany(tx, 'approvals.automation_settings',
    { version: 'integer', amountMaxMinor: 'bigint', dayMaxMinor: 'bigint', personDayMaxMinor: 'bigint', ruleDayMaxMinor: 'bigint', allowedError: 'double precision', sampleRate: 'double precision', byId: 'uuid', at: 'timestamptz' },
    { rows: [{ ...settings, byId: by, at: now }] });
}

/** How far each of these is let today, and how much has gone through by itself. */
export async function scopeStates(tx: Tx, day: CivilDate, scopes: readonly Scope[]): Promise<ScopeState[]> {
  const { rows: levels } = await tx.query<{ scope: string; level: FuseLevel }>('select distinct on (f.scope) f.scope, f.level from approvals.fuse f where f.scope = any($1::text[]) order by f.scope, f.seq desc', [scopes]);
  const { rows: risks } = await tx.query<{ scope: string; minor: bigint }>('select r.scope, r.minor from approvals.risk r where r.day = $1 and r.scope = any($2::text[])', [day, scopes]);
  const [levelOf, riskOf] = [new Map(levels.map((row) => [row.scope, row.level])), new Map(risks.map((row) => [row.scope, row.minor]))];
  return scopes.map((scope) => ({ scope, level: levelOf.get(scope) ?? 'whole', riskMinor: riskOf.get(scope) ?? 0n }));
}

/** Keeps how a claim was asked about; what went through by itself counts towards the day's limits. */
export async function keepAsked(tx: Tx, asked: Asked): Promise<void> {
  await insertMany(tx, 'approvals.asked',
    { requestId: 'uuid', claimId: 'uuid', personId: 'uuid', day: 'date', minor: 'bigint', scopes: 'text[]', promised: 'boolean', automatic: 'boolean', drawn: 'text', at: 'timestamptz' }, { rows: [asked] });
  if (!asked.automatic) return;
  await insertMany(tx, 'approvals.risk', { day: 'date', scope: 'text', minor: 'bigint' }, {
    rows: asked.scopes.map((scope) => ({ day: asked.day, scope, minor: asked.minor })), tail: 'on conflict (company_id, day, scope) do update set minor = approvals.risk.minor + excluded.minor',
  });
}

const ASKED = 'a.request_id, a.claim_id, a.person_id, a.day, a.minor, a.scopes, a.promised, a.automatic, a.drawn, a.at';

/** What was approved, drawn, and not looked at yet: never one's own money, nor what one decided oneself. Oldest first. */
export async function samplesFor(tx: Tx, personId: string, limit: number): Promise<Asked[]> {
  return (await tx.query<Asked>(
    `select ${ASKED} from approvals.asked a join approvals.requests r on r.company_id = a.company_id and r.id = a.request_id
      where a.drawn is not null and r.status = 'approved' and a.person_id <> $1 and not jsonb_path_exists(r.state, '$.said[*] ? (@.actor == $me)', jsonb_build_object('me', $1::text))
        and not exists (select from approvals.judged j where j.company_id = a.company_id and j.request_id = a.request_id)
      order by a.at, a.request_id limit $2`, [personId, limit])).rows;
}

export async function askedById(tx: Tx, requestId: string): Promise<Asked | null> {
  return (await tx.query<Asked>(`select ${ASKED} from approvals.asked a where a.request_id = $1`, [requestId])).rows[0] ?? null;
}

export async function keepJudged(tx: Tx, judged: JudgedClaim): Promise<void> {
  await insertMany(tx, 'approvals.judged', { requestId: 'uuid', isRight: 'boolean', wrongMinor: 'bigint', reason: 'text', byId: 'uuid', at: 'timestamptz' }, { rows: [judged] });
}

export async function openWrong(tx: Tx, wrong: Omit<WrongClaim, 'closedAt' | 'note'>): Promise<void> {
  await insertMany(tx, 'approvals.wrongs', { requestId: 'uuid', claimId: 'uuid', minor: 'bigint', reason: 'text', openedAt: 'timestamptz' }, { rows: [wrong] });
}

export async function listWrongs(tx: Tx, limit: number): Promise<WrongClaim[]> {
  return (await tx.query<WrongClaim>('select w.request_id, w.claim_id, w.minor, w.reason, w.opened_at, w.closed_at, w.note from approvals.wrongs w where w.closed_at is null order by w.opened_at limit $1', [limit])).rows;
}

/** Null where there is no such open item. */
export async function closeWrong(tx: Tx, requestId: string, { note, now }: { readonly note: string; readonly now: Instant }): Promise<WrongClaim | null> {
  return (await tx.query<WrongClaim>(
    'update approvals.wrongs set closed_at = $2, note = $3 where request_id = $1 and closed_at is null returning request_id, claim_id, minor, reason, opened_at, closed_at, note', [requestId, now, note])).rows[0] ?? null;
}

/** The last state of each scope that ever had one. */
export async function scopeFuses(tx: Tx, scopes: readonly Scope[] | null): Promise<ScopeFuse[]> {
  return (await tx.query<ScopeFuse>('select distinct on (f.scope) f.scope, f.level, f.text, f.figures, f.by_id, f.at from approvals.fuse f where $1::text[] is null or f.scope = any($1) order by f.scope, f.seq desc', [scopes])).rows;
}

/** Every change, newest first. */
export async function automationHistory(tx: Tx, limit: number): Promise<ScopeFuse[]> {
  return (await tx.query<ScopeFuse>('select f.scope, f.level, f.text, f.figures, f.by_id, f.at from approvals.fuse f order by f.seq desc limit $1', [limit])).rows;
}

export async function setScopeFuse(tx: Tx, fuse: ScopeFuse): Promise<void> {
  const { rows } = await tx.query<{ seq: number }>('select f.seq from approvals.fuse f order by f.seq desc limit 1');
  await insertMany(tx, 'approvals.fuse', { seq: 'integer', scope: 'text', level: 'text', figures: 'jsonb', text: 'jsonb', byId: 'uuid', at: 'timestamptz' }, { rows: [{ ...fuse, seq: (rows[0]?.seq ?? 0) + 1 }] });
}

/**
 * What people have said of a scope since its fuse changed, of what was decided since. What tells against it counts from
 * `recent` on: years of right answers must not hide that it has gone wrong this week. A claim that the fuse held back and a person refused counts as wrong.
 */
export async function scopeVerdicts(tx: Tx, scope: Scope, { changed, recent }: { readonly changed: Instant | null; readonly recent: Instant }): Promise<Verdicts> {
  const { rows } = await tx.query<Record<keyof Verdicts, bigint>>(
    `select count(*) filter (where a.automatic and a.at > $3) as automatic, count(*) filter (where a.automatic and a.drawn = 'even' and j.request_id is not null and a.at > $3) as judged,
       count(*) filter (where a.automatic and a.drawn = 'even' and not j.is_right and a.at > $3) as wrong, count(*) filter (where a.automatic and not j.is_right and a.at > $3) as found,
       count(*) filter (where a.promised and (j.request_id is not null or r.status = 'rejected')) as promised, count(*) filter (where a.promised and (not j.is_right or r.status = 'rejected')) as promised_wrong
       from approvals.asked a join approvals.requests r on r.company_id = a.company_id and r.id = a.request_id left join approvals.judged j on j.company_id = a.company_id and j.request_id = a.request_id
      where a.scopes @> array[$1::text] and ($2::timestamptz is null or a.at > $2)`, [scope, changed, recent]);
  const [counted] = rows;
  const n = (key: keyof Verdicts): number => Number(counted?.[key] ?? 0n);
  return { judged: n('judged'), wrong: n('wrong'), automatic: n('automatic'), found: n('found'), promised: n('promised'), promisedWrong: n('promisedWrong') };
}

/** All that was judged since a moment, with how it was drawn. */
export async function judgedSince(tx: Tx, since: Instant): Promise<{ readonly claimId: string; readonly automatic: boolean; readonly drawn: string; readonly isRight: boolean; readonly at: Instant }[]> {
  return (await tx.query<{ claimId: string; automatic: boolean; drawn: string; isRight: boolean; at: Instant }>(
    'select a.claim_id, a.automatic, a.drawn, j.is_right, j.at from approvals.judged j join approvals.asked a on a.company_id = j.company_id and a.request_id = j.request_id where j.at >= $1', [since])).rows;
}
