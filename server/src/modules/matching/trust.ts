import type { Bilingual, FuseLevel, Instant, Verdicts } from '@roundtrip/kernel';
import { insertMany, type Tx } from '#platform/db';
import { DEFAULT_TRUST, type TrustSettings } from './domain/index.ts';

/** One state of the fuse; the newest counts. `byId` null: the rule did it. */
export type FuseState = { readonly level: FuseLevel; readonly text: Bilingual; readonly figures: Verdicts; readonly byId: string | null; readonly at: Instant | null };

const NO_VERDICTS: Verdicts = { judged: 0, wrong: 0, automatic: 0, found: 0, promised: 0, promisedWrong: 0 };
const WHOLE: FuseState = { level: 'whole', text: { zh: '自动匹配正常', en: 'Automatic matching is as promised' }, figures: NO_VERDICTS, byId: null, at: null };

export async function loadTrust(tx: Tx): Promise<TrustSettings> {
  return (await tx.query<TrustSettings>('select s.version, s.allowed_error, s.sample_rate from matching.settings s order by s.version desc limit 1')).rows[0] ?? DEFAULT_TRUST;
}

export async function keepTrust(tx: Tx, settings: TrustSettings, { by, now }: { readonly by: string; readonly now: Instant }): Promise<void> {
  await insertMany(tx, 'matching.settings', { version: 'integer', allowedError: 'double precision', sampleRate: 'double precision', byId: 'uuid', at: 'timestamptz' }, { rows: [{ ...settings, byId: by, at: now }] });
}

export async function loadFuse(tx: Tx): Promise<FuseState> {
  return (await tx.query<FuseState>('select f.level, f.text, f.figures, f.by_id, f.at from matching.fuse f order by f.seq desc limit 1')).rows[0] ?? WHOLE;
}

/** Every change of the fuse, newest first. */
export async function fuseHistory(tx: Tx, limit: number): Promise<FuseState[]> {
  return (await tx.query<FuseState>('select f.level, f.text, f.figures, f.by_id, f.at from matching.fuse f order by f.seq desc limit $1', [limit])).rows;
}

export async function setFuse(tx: Tx, state: Omit<FuseState, 'at'>, now: Instant): Promise<void> {
  const { rows } = await tx.query<{ seq: number }>('select f.seq from matching.fuse f order by f.seq desc limit 1');
  await insertMany(tx, 'matching.fuse', { seq: 'integer', level: 'text', figures: 'jsonb', text: 'jsonb', byId: 'uuid', at: 'timestamptz' }, { rows: [{ ...state, seq: (rows[0]?.seq ?? 0) + 1, at: now }] });
}

/** What people have said since the fuse last changed, of what was decided since. */
export async function verdictsSince(tx: Tx, since: Instant | null): Promise<Verdicts> {
  const { rows } = await tx.query<Record<Exclude<keyof Verdicts, 'automatic'>, bigint>>(
    `select count(*) filter (where d.sampled = 'even' and d.was_auto) as judged, count(*) filter (where d.sampled = 'even' and d.was_auto and not d.was_right) as wrong,
       count(*) filter (where d.was_auto and not d.was_right) as found, count(*) filter (where d.promised) as promised, count(*) filter (where d.promised and not d.was_right) as promised_wrong
       from matching.decisions d where d.was_right is not null and d.undone_at is null and ($1::timestamptz is null or d.at > $1)`, [since]);
  const { rows: autos } = await tx.query<{ n: bigint }>(`select count(*) as n from matching.groups g where g.decision = 'auto' and g.superseded_at is null and ($1::timestamptz is null or g.at > $1)`, [since]);
  const [counted] = rows;
  return {
    judged: Number(counted?.judged ?? 0n), wrong: Number(counted?.wrong ?? 0n), found: Number(counted?.found ?? 0n), promised: Number(counted?.promised ?? 0n), promisedWrong: Number(counted?.promisedWrong ?? 0n),
    automatic: Number(autos[0]?.n ?? 0n),
  };
}
