import type { FastifyRequest } from 'fastify';
import { claimKey, keepAnswer, releaseKey } from '#platform/idempotency';
import type { House } from '../flows/house.ts';
import { callerOf } from './caller.ts';
import { Refusal } from './problem.ts';

const KEY_MAX = 200;

/**
 * Runs a write once for its `Idempotency-Key`: the same key with the same body gets the first answer again, with another
 * body 409. Without a key the write runs; what it creates still has its own keys against doubles.
 */
export async function onceFor<T>(house: House, request: FastifyRequest, work: () => Promise<T>): Promise<T> {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || key === '') return work();
  if (key.length > KEY_MAX) throw new Refusal({ kind: 'request.invalid' });
  const caller = callerOf(request);
  const who = caller.kind === 'person' ? caller.employeeId : caller.keyId;
  const call = { scope: `${who} ${request.method} ${request.url}`, key, request: request.body ?? null, now: house.clock.now() };
  const state = await house.db.transact(caller.companyId, (tx) => claimKey<T>(tx, call));
  if (state.kind === 'answered') return state.answer;
  if (state.kind === 'running') throw new Refusal({ kind: 'idempotency.running' });
  if (state.kind === 'reused') throw new Refusal({ kind: 'idempotency.key-reused' });
  const answer = await work().catch(async (error: unknown) => {
    await house.db.transact(caller.companyId, (tx) => releaseKey(tx, call));
    throw error;
  });
  await house.db.transact(caller.companyId, (tx) => keepAnswer(tx, call, answer));
  return answer;
}
