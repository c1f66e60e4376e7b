export type Field = { readonly tag: string; readonly text: string };

/**
 * Cuts a file into statements and these into fields. Envelope lines before the first field, page ends (`-`), control
 * characters and tags that a line wrap tore apart are what real files bring along.
 */
export function splitStatements(text: string): readonly (readonly Field[])[] {
  const clean = text.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b-\u001f]/g, '').replace(/\n:\n(?=\d\d[A-Z]?:)/g, '\n:');
  const statements: Field[][] = [];
  let current: Field[] | null = null;
  let open: { tag: string; lines: string[] } | null = null;
  const close = (): void => {
    if (open && current) current.push({ tag: open.tag, text: open.lines.join('\n').trimEnd() });
    open = null;
  };
  for (const line of clean.split('\n')) {
    const match = /^(?:\{4:)?:(\d{2}[A-Z]?):(.*)$/.exec(line);
    if (match) {
      close();
      if (!current || match[1] === '20') statements.push((current = []));
      open = { tag: match[1] ?? '', lines: [match[2] ?? ''] };
    } else if (/^-\}?/.test(line) && line.trim().length <= 3) close();
    else (open as { lines: string[] } | null)?.lines.push(line);
  }
  close();
  return statements.filter((fields) => fields.length > 0);
}

export type Details = {
  readonly text: string;
  readonly name: string;
  readonly account: string;
  readonly endToEndId?: string;
  readonly returnReason?: string;
};

/** Reads field 86 in the German (`?20`), the Dutch (`/EREF/`) or no structure at all. */
export function readDetails(field: string): Details {
  const joined = field.replace(/\n/g, '');
  if (/^\d{3}\?\d\d/.test(joined) || /\?2[0-9]/.test(joined)) return questionMarks(joined);
  if (/(?:^|\/)(?:EREF|REMI|NAME|IBAN|TRTP|CNTP|RTRN)\//.test(joined)) return slashes(joined);
  return { text: field.replace(/\s+/g, ' ').trim(), name: '', account: '' };
}

function questionMarks(joined: string): Details {
  const parts = [...joined.matchAll(/\?(\d\d)([^?]*)/g)].map((m): [number, string] => [Number(m[1]), m[2] ?? '']);
  const pick = (...wanted: readonly number[]): string => parts.filter(([n]) => wanted.includes(n)).map(([, text]) => text).join('');
  const remittance = pick(20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 60, 61, 62, 63);
  const endToEnd = /EREF[+:]\s*(.*?)(?=(?:KREF|MREF|CRED|DEBT|SVWZ|ABWA|ABWE|IBAN|BIC)[+:]|$)/.exec(remittance)?.[1]?.replace(/\s+/g, '');
  const purpose = /SVWZ[+:](.*?)(?=(?:EREF|KREF|MREF|CRED|DEBT|ABWA|ABWE)[+:]|$)/.exec(remittance)?.[1] ?? remittance;
  const reason = /(?:RTRN|RUECKGABEGRUND|RETURN)[ /:+]+([A-Z]{2}\d{2})/.exec(remittance)?.[1];
  return {
    text: `${pick(0)} ${purpose}`.replace(/\s+/g, ' ').trim(), name: pick(32, 33).trim(), account: pick(31).replace(/\s+/g, ''),
    ...(endToEnd && endToEnd !== 'NOTPROVIDED' ? { endToEndId: endToEnd } : {}), ...(reason ? { returnReason: reason } : {}),
  };
}

function slashes(joined: string): Details {
  const parts = new Map([...joined.matchAll(/\/([A-Z]{4}|BIC)\/(.*?)(?=\/(?:[A-Z]{4}|BIC)\/|$)/g)].map((m) => [m[1] ?? '', (m[2] ?? '').trim()]));
  const [iban = '', , counterpartyName = ''] = (parts.get('CNTP') ?? '').split('/');
  const endToEnd = parts.get('EREF')?.replace(/\s+/g, '');
  const reason = parts.get('RTRN')?.split('/')[0];
  return {
    text: parts.get('REMI')?.replace(/^(?:USTD|STRD)\/\/?/, '') ?? joined, name: parts.get('NAME') ?? counterpartyName, account: parts.get('IBAN') ?? iban,
    ...(endToEnd && endToEnd !== 'NOTPROVIDED' ? { endToEndId: endToEnd } : {}), ...(reason ? { returnReason: reason } : {}),
  };
}
