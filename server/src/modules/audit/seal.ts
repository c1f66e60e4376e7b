import canonicalize from 'canonicalize';
import { invariant } from '@roundtrip/kernel';
import { sha256Hex } from '#platform/blobs';
import { hashed, type AuditRecord } from './domain/index.ts';

/** JSON with one way to write it (RFC 8785). What JSON cannot hold is our mistake. */
export function canonicalText(value: unknown): string {
  const text = canonicalize(JSON.parse(JSON.stringify(value)));
  invariant(text !== undefined, 'an audit record is plain JSON');
  return text;
}

export const hashOf = (record: Omit<AuditRecord, 'hash'>): string => sha256Hex(canonicalText(hashed(record)));
