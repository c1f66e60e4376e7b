import { PROBLEMS, type Problem, type ProblemKind } from '@roundtrip/contract';
import type { Bilingual } from '@roundtrip/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** An expected failure on its way to the edge: its kind decides status and words, its facts say what is special here. */
export type Failure = { readonly kind: string; readonly message?: Bilingual };

const isKnown = (kind: string): kind is ProblemKind => kind in PROBLEMS;

const languageOf = (request: FastifyRequest): 'zh' | 'en' => (/^\s*zh/i.test(request.headers['accept-language'] ?? '') ? 'zh' : 'en');

/** RFC 9457 problem details for an expected failure. */
function problemFor(failure: Failure, language: 'zh' | 'en'): Problem {
  const kind: ProblemKind = isKnown(failure.kind) ? failure.kind : 'server.failed';
  const entry = PROBLEMS[kind];
  const { kind: _, message, ...facts } = failure as Failure & Record<string, unknown>;
  const words = message ?? entry.message;
  return {
    type: `urn:roundtrip:problem:${kind}`, title: words[language], status: entry.status, kind, message: words,
    ...(Object.keys(facts).length > 0 ? { facts: JSON.parse(JSON.stringify(facts, (__, v: unknown) => (typeof v === 'bigint' ? v.toString() : v))) as Record<string, unknown> } : {}),
  };
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, failure: Failure): FastifyReply {
  const problem = problemFor(failure, languageOf(request));
  // Past every serializer: a problem is the same whatever the route answers when it succeeds.
  return reply.code(problem.status).type('application/problem+json').serializer((body: unknown) => (typeof body === 'string' ? body : JSON.stringify(body))).send(problem);
}

/** Thrown by handlers that have no other way out; turned into a problem by the error handler. */
export class Refusal extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.kind);
    this.failure = failure;
  }
}

/** The value of a result, or the refusal that its error is. */
export function orRefuse<T>(result: { ok: true; value: T } | { ok: false; error: Failure }): T {
  if (!result.ok) throw new Refusal(result.error);
  return result.value;
}
