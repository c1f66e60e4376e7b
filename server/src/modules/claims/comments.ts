import type { Id, Instant } from '@roundtrip/kernel';
import type { EmployeeId } from '#modules/people';
import { insertMany, type Tx } from '#platform/db';
import type { ClaimId } from './domain/index.ts';

export type ClaimComment = { readonly id: Id<'comment'>; readonly claimId: ClaimId; readonly authorId: EmployeeId; readonly text: string; readonly mentions: readonly string[]; readonly at: Instant };

export async function addComment(tx: Tx, comment: ClaimComment): Promise<void> {
  await insertMany(tx, 'claims.comments', { id: 'uuid', claimId: 'uuid', authorId: 'uuid', text: 'text', mentions: 'uuid[]', at: 'timestamptz' }, { rows: [comment] });
}

/** All that was said on a claim, oldest first. */
export async function commentsOn(tx: Tx, claimId: string): Promise<ClaimComment[]> {
  return (await tx.query<ClaimComment>('select id, claim_id, author_id, text, mentions, at from claims.comments where claim_id = $1 order by at, id', [claimId])).rows;
}
