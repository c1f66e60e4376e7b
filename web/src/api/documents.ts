import type { CorrectableField, DocumentDetail, VerificationState } from '@roundtrip/contract';
import { queryOptions } from '@tanstack/react-query';
import { getJson, send, withParams } from './client.ts';

/** All of it is refreshed by the news of documents. */
const KEY = 'documents';

export const documentQuery = (id: string) => queryOptions({ queryKey: [KEY, 'one', id] as const, queryFn: ({ signal }) => getJson(`/v1/documents/${id}`, (c) => c.documentDetail, signal) });

/** The address of a page as a picture that the server drew. */
export const pageAddress = (id: string, { originalId, page }: { readonly originalId: string; readonly page: number }): string => withParams(`/v1/documents/${id}/pages/${page}`, { original: originalId });
export const originalAddress = (id: string, originalId: string): string => `/v1/documents/${id}/originals/${originalId}`;

export type CorrectionWord = { readonly field: CorrectableField; readonly value: string; readonly reason: string };
export const correctField = (id: string, body: CorrectionWord): Promise<DocumentDetail> => send(`/v1/documents/${id}/corrections`, { body, shape: (c) => c.documentDetail });

export type VerificationWord = { readonly state: Exclude<VerificationState, 'unverified'>; readonly mismatch?: string; readonly answer: string };
export const noteVerification = (id: string, body: VerificationWord): Promise<DocumentDetail> => send(`/v1/documents/${id}/verification`, { body, shape: (c) => c.documentDetail });

export const recoveriesQuery = queryOptions({ queryKey: [KEY, 'recoveries'] as const, queryFn: ({ signal }) => getJson('/v1/recoveries', (c) => c.recoveryPage, signal) });
export const closeRecovery = (id: string, note: string): Promise<void> => send(`/v1/recoveries/${id}/close`, { body: { note } });
