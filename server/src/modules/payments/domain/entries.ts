/** What an account's source told of one booked entry: as a whole, or as one of its parts. */
export type Told = {
  /** Account and entry: the same for the whole and for each of its parts. */
  readonly entry: string;
  /** Its own id within the account. */
  readonly id: string;
  /** How many parts the entry was told in; one is the whole. */
  readonly parts: number;
  readonly state: 'pending' | 'posted' | 'gone';
  /** Stands for good: a person may have built on it, or the bank's word was acted on. */
  readonly fixed: boolean;
};

/**
 * What becomes of arrivals. `take`: kept, each by its own id. `covered`: the same money is there already in another form.
 * `replaced`: a whole that gives way to its parts. `booked`: pending ones that another form says are final.
 */
export type Meeting<K, A> = { readonly take: A[]; readonly covered: A[]; readonly replaced: K[]; readonly booked: K[] };

/**
 * A batch is one amount in a statement and many in the notice of its details. Whichever comes first, it counts once: parts
 * take the place of the whole, and a whole adds nothing to its parts. `kept` is all that is known of the entries that arrive.
 */
export function meetEntries<K extends Told, A extends Told>(kept: readonly K[], arrived: readonly A[]): Meeting<K, A> {
  const meeting: Meeting<K, A> = { take: [], covered: [], replaced: [], booked: [] };
  const known = Map.groupBy(kept, (one) => one.entry);
  for (const [entry, news] of Map.groupBy(arrived, (one) => one.entry)) {
    const before = known.get(entry) ?? [];
    const parts = news.filter((one) => one.parts > 1);
    const whole = news.filter((one) => one.parts === 1);
    if (parts.length > 0) meetParts(before, parts, meeting);
    if (whole.length > 0) meetWhole(before, whole, { meeting, beside: parts });
  }
  return meeting;
}

const isWhole = (one: Told): boolean => one.parts === 1;
const isLive = (one: Told): boolean => one.state !== 'gone';

/** The parts of an entry that are there, where they are all of it: a long batch comes in several goes. */
function allParts<T extends Told>(told: readonly T[]): T[] {
  const parts = told.filter((one) => !isWhole(one) && isLive(one));
  return parts[0] !== undefined && new Set(parts.map((one) => one.id)).size >= parts[0].parts ? parts : [];
}

function meetParts<K extends Told, A extends Told>(before: readonly K[], parts: readonly A[], meeting: Meeting<K, A>): void {
  const ids = new Set(before.filter((one) => !isWhole(one)).map((one) => one.id));
  const other = parts.filter((part) => !ids.has(part.id));
  meeting.take.push(...parts.filter((part) => ids.has(part.id)));
  if (other.length === 0) return;
  const there = allParts(before);
  const whole = before.filter((one) => isWhole(one) && isLive(one));
  const stays = whole.some((one) => one.fixed || (one.state === 'posted' && other.some((part) => part.state !== 'posted')));
  if (there.length === 0 && !stays) {
    meeting.replaced.push(...whole);
    meeting.take.push(...other);
    return;
  }
  meeting.covered.push(...other);
  settle(there.length > 0 ? there : whole, other, meeting);
}

function meetWhole<K extends Told, A extends Told>(before: readonly K[], whole: readonly A[], { meeting, beside }: { readonly meeting: Meeting<K, A>; readonly beside: readonly A[] }): void {
  const there = allParts(before);
  const covered = there.length > 0 || beside.some((part) => meeting.take.includes(part));
  (covered ? meeting.covered : meeting.take).push(...whole);
  if (covered) settle(there, whole, meeting);
}

/** Pending money is final as soon as one form of it is. */
function settle<K extends Told, A extends Told>(there: readonly K[], news: readonly A[], meeting: Meeting<K, A>): void {
  if (!news.some((one) => one.state === 'posted')) return;
  meeting.booked.push(...there.filter((one) => one.state === 'pending' && !meeting.booked.includes(one)));
}
