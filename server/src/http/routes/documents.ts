import { DOCUMENT_FILTERS, documentPage, pageQuery, quarantineView, tableMapping, tablePreview, uploadResult, type UploadResult } from '@roundtrip/contract';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { may, type Caller } from '#modules/access';
import { documentsById, listDocuments, originalsOf, verificationsOf } from '#modules/documents';
import { listQuarantine } from '#modules/ingest';
import { findEmployees, type EmployeeId } from '#modules/people';
import type { IncomingFile, TakenFile } from '../../flows/take-files.ts';
import { takeHandedIn } from '../../flows/take-mail.ts';
import type { House } from '../../flows/house.ts';
import { actorOf, callerOf, demand, scopeOf } from '../caller.ts';
import { duplicatesOf, seesAll } from '../present/documents.ts';
import { documentViews, peopleOf } from '../present/facts.ts';
import { pageOf } from '../present/wire.ts';
import { Refusal } from '../problem.ts';
import type { App } from '../app.ts';

const QUARANTINE_MAX = 100;
const listQuery = pageQuery.extend({ scope: z.enum(['mine', 'company']).default('mine'), q: z.string().trim().min(1).max(100).optional(), state: z.enum(DOCUMENT_FILTERS).optional() });
const TROUBLE = ['mismatch', 'not-found', 'red', 'void'];
const statesOf = (state: z.infer<typeof listQuery>['state']): readonly string[] | null => (state === 'trouble' ? TROUBLE : state === undefined || state === 'findings' ? null : [state]);
const uploaded = z.object({ items: z.array(uploadResult) });

type Form = { readonly files: IncomingFile[]; readonly submittedBy: string | null; readonly mapping: z.infer<typeof tableMapping> | undefined };

function mappingIn(text: string): Form['mapping'] {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    throw new Refusal({ kind: 'request.invalid', problems: ['mapping: not JSON'] } as { kind: string });
  }
  const parsed = tableMapping.safeParse(given);
  if (!parsed.success) throw new Refusal({ kind: 'request.invalid', problems: parsed.error.issues.map((issue) => `mapping.${issue.path.join('.')}: ${issue.message}`) } as { kind: string });
  return parsed.data;
}

async function formOf(request: FastifyRequest): Promise<Form> {
  const files: IncomingFile[] = [];
  let submittedBy: string | null = null;
  let mapping: Form['mapping'];
  for await (const part of request.parts()) {
    if (part.type === 'file') files.push({ fileName: (part.filename || 'file').slice(0, 200), bytes: await part.toBuffer() });
    else if (part.fieldname === 'submittedBy' && typeof part.value === 'string') submittedBy = part.value;
    else if (part.fieldname === 'mapping' && typeof part.value === 'string') mapping = mappingIn(part.value);
  }
  if (files.length === 0) throw new Refusal({ kind: 'request.invalid' });
  return { files, submittedBy, mapping };
}

/** Whose papers they are: the person's own, or the person that a program (an invoice mailbox) names. */
async function ownerOf(house: House, caller: Caller, named: string | null): Promise<EmployeeId | null> {
  if (caller.kind === 'person') return caller.employeeId;
  if (named === null) return null;
  return (await house.db.read(caller.companyId, (tx) => findEmployees(tx, [named]))).get(named) ?? null;
}

function resultsOf(house: House, caller: Caller, taken: readonly TakenFile[]): Promise<UploadResult[]> {
  return house.db.read(caller.companyId, async (tx) => {
    const documents = await documentsById(tx, taken.flatMap((file) => file.documentIds));
    const people = await peopleOf(tx);
    const views = new Map((await documentViews(tx, documents, people)).map((view) => [view.id, view]));
    const known = await duplicatesOf(tx, caller, { documentIds: taken.flatMap((file) => (file.outcome === 'known' ? file.documentIds.slice(0, 1) : [])), people });
    return taken.map(({ fileName, outcome, documentIds, payments, notices, problem }) => {
      const [view, duplicate] = [views.get(documentIds[0] ?? '') ?? null, known.get(documentIds[0] ?? '') ?? null];
      // Of a colleague's invoice the caller hears who and which claim only in the masked words of `duplicate`.
      const document = view && duplicate && !duplicate.mine && !seesAll(caller) ? { ...view, submittedBy: null, claimId: null } : view;
      return { fileName, outcome, document, duplicate, payments, problem, ...(notices ? { notices: [...notices] } : {}) };
    });
  });
}

export function documentRoutes(app: App, house: House): void {
  app.post('/v1/documents', { schema: { response: { 200: uploaded } }, config: { action: 'document.add' } }, async (request) => {
    const caller = callerOf(request);
    const form = await formOf(request);
    const taken = await takeHandedIn(house, caller.companyId, {
      actor: actorOf(caller), submittedBy: await ownerOf(house, caller, form.submittedBy), mayImport: may(caller, 'statement.import'), files: form.files,
    });
    return { items: await resultsOf(house, caller, taken) };
  });

  app.post('/v1/imports', { schema: { response: { 200: uploaded } }, config: { action: 'statement.import' } }, async (request) => {
    const caller = callerOf(request);
    const form = await formOf(request);
    const owner = form.submittedBy ? (await house.db.read(caller.companyId, (tx) => findEmployees(tx, [form.submittedBy ?? '']))).get(form.submittedBy) ?? null : null;
    const taken = await takeHandedIn(house, caller.companyId, { actor: actorOf(caller), submittedBy: owner, mayImport: true, files: form.files, mapping: form.mapping });
    return { items: await resultsOf(house, caller, taken) };
  });

  app.post('/v1/imports/preview', { schema: { response: { 200: tablePreview } }, config: { action: 'statement.import' } }, async (request) => {
    const [file] = (await formOf(request)).files;
    const shown = file && house.connectors.previewTable?.(file.bytes);
    if (!shown?.ok) throw new Refusal({ kind: 'request.invalid', problems: [shown?.error.message.en ?? ''] } as { kind: string });
    return { columns: shown.value.columns.map(({ header, samples }) => ({ header, samples: [...samples] })), rows: shown.value.rows, mapping: shown.value.mapping };
  });

  app.get('/v1/documents', {
    schema: { querystring: listQuery, response: { 200: documentPage } }, config: { action: 'own.read' },
  }, (request) => {
    const caller = callerOf(request);
    const { scope, after, limit, q, state } = request.query;
    return house.db.read(caller.companyId, async (tx) => {
      const documents = await listDocuments(tx, { submittedBy: scopeOf(caller, scope), after: after ?? null, limit: limit + 1, text: q ?? null, states: statesOf(state), findings: state === 'findings' });
      const standing = await verificationsOf(tx, documents.map((document) => document.id));
      const views = await documentViews(tx, documents, await peopleOf(tx));
      return pageOf(views.map((view) => ({ ...view, verification: standing.get(view.id)?.state ?? 'unverified' as const })), limit);
    });
  });

  // An original is only ever handed out as a download: whatever it holds, a browser never runs it as a page of ours.
  app.get('/v1/documents/:id/originals/:original', { schema: { params: z.object({ id: z.uuid(), original: z.uuid() }), hide: true }, config: { action: 'own.read' } }, async (request, reply) => {
    const caller = callerOf(request);
    const found = await house.db.read(caller.companyId, async (tx) => {
      const [document] = await documentsById(tx, [request.params.id]);
      if (!document) return null;
      if (caller.kind !== 'person' || document.submittedBy !== caller.employeeId) demand(caller, 'team.read');
      return (await originalsOf(tx, [document.id])).find((original) => original.id === request.params.original) ?? null;
    });
    const bytes = found ? await house.blobs.get(caller.companyId, found.sha256) : null;
    if (!found || !bytes) throw new Refusal({ kind: 'request.not-found' });
    return reply.type('application/octet-stream').header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(found.fileName)}`).send(Buffer.from(bytes));
  });

  app.get('/v1/quarantine', { schema: { response: { 200: z.object({ items: z.array(quarantineView) }) } }, config: { action: 'company.read' } }, (request) => {
    const caller = callerOf(request);
    return house.db.read(caller.companyId, async (tx) => ({
      items: (await listQuarantine(tx, QUARANTINE_MAX)).map(({ id, fileName, bytes, kind, message, place, remedy, at }) => ({ id, fileName, bytes: Number(bytes), kind, message, place, remedy, at })),
    }));
  });
}
