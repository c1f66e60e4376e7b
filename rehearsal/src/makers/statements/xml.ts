import { XMLBuilder } from 'fast-xml-parser';

const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', format: true, indentBy: '  ', suppressEmptyNode: true });

/** An ISO 20022 document of one message, as bytes. Absent values (undefined) leave no element. */
export function isoDocument(message: string, body: Record<string, unknown>): Uint8Array {
  const document = { Document: { '@xmlns': `urn:iso:std:iso:20022:tech:xsd:${message}`, ...(prune(body) as Record<string, unknown>) } };
  return new TextEncoder().encode(`<?xml version="1.0" encoding="UTF-8"?>\n${String(builder.build(document))}`);
}

function prune(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(prune);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined && inner !== '').map(([key, inner]) => [key, prune(inner)]));
}
