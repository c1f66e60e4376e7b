export type Details = {
  readonly text: string;
  readonly name: string;
  readonly account: string;
  readonly endToEndId?: string | undefined;
  readonly returnReason?: string | undefined;
};

export const NO_DETAILS: Details = { text: '', name: '', account: '' };

/** Reads field 86 in the German (`?20`), the Dutch (`/EREF/`) or no structure at all. */
export function readDetails(field: string): Details {
  const joined = field.includes('\n') ? field.replaceAll('\n', '') : field;
  if (/^\d{3}\?\d\d|\?2[0-9]/.test(joined)) return questionMarks(joined);
  if (/(?:^|\/)(?:EREF|REMI|NAME|IBAN|TRTP|CNTP|RTRN)\//.test(joined)) return slashes(joined);
  return { text: field.replace(/\s+/g, ' ').trim(), name: '', account: '' };
}

const provided = (endToEndId: string | undefined): string | undefined => (endToEndId === '' || endToEndId === 'NOTPROVIDED' ? undefined : endToEndId);

/** Lines `?nn`: 00 the kind, 20–29 and 60–63 the remittance, 31 the other account, 32 and 33 its holder. */
function questionMarks(joined: string): Details {
  let [kind, remittance, account, name] = ['', '', '', ''];
  for (const part of joined.split('?')) {
    const text = part.slice(2);
    switch (part.slice(0, 2)) {
      case '00': kind += text; break;
      case '31': account += text; break;
      case '32': case '33': name += text; break;
      default: if (/^(?:2\d|6[0-3])/.test(part)) remittance += text;
    }
  }
  const { EREF, SVWZ } = marked(remittance);
  return {
    text: `${kind} ${SVWZ ?? remittance}`.replace(/\s+/g, ' ').trim(), name: name.trim(), account: account.replace(/\s+/g, ''),
    endToEndId: provided(EREF?.replace(/\s+/g, '')), returnReason: /(?:RTRN|RUECKGABEGRUND|RETURN)[ /:+]+([A-Z]{2}\d{2})/.exec(remittance)?.[1],
  };
}

const MARKS = /(EREF|KREF|MREF|CRED|DEBT|SVWZ|ABWA|ABWE)[+:]/;

/** SEPA's marks within the remittance: `EREF+…SVWZ+…`. Behind an end-to-end id, IBAN and BIC begin something else. */
function marked(remittance: string): { readonly EREF?: string; readonly SVWZ?: string } {
  const parts = remittance.split(MARKS);
  if (parts.length === 1) return {};
  const found: Record<string, string> = {};
  for (let i = 1; i < parts.length; i += 2) found[parts[i] ?? ''] ??= parts[i + 1] ?? '';
  return found['EREF'] === undefined ? found : { ...found, EREF: found['EREF'].replace(/(?:IBAN|BIC)[+:].*$/, '') };
}

function slashes(joined: string): Details {
  const parts = new Map([...joined.matchAll(/\/([A-Z]{4}|BIC)\/(.*?)(?=\/(?:[A-Z]{4}|BIC)\/|$)/g)].map((m) => [m[1] ?? '', (m[2] ?? '').trim()]));
  const [iban = '', , counterpartyName = ''] = (parts.get('CNTP') ?? '').split('/');
  return {
    text: parts.get('REMI')?.replace(/^(?:USTD|STRD)\/\/?/, '') ?? joined, name: parts.get('NAME') ?? counterpartyName, account: parts.get('IBAN') ?? iban,
    endToEndId: provided(parts.get('EREF')?.replace(/\s+/g, '')), returnReason: parts.get('RTRN')?.split('/')[0],
  };
}
