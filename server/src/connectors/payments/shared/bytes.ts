import iconv from 'iconv-lite';

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** Decodes a byte sniff: a multi-byte character may be cut at the end, so up to three bytes may be dropped. */
function decodeUtf8(bytes: Uint8Array, mayBeCut: boolean): string | null {
  for (let cut = 0; cut <= (mayBeCut ? 3 : 0); cut += 1) {
    try {
      return UTF8.decode(bytes.subarray(0, bytes.length - cut));
    } catch {
      // Try again with one byte less; a text that is not UTF-8 at all fails every time.
    }
  }
  return null;
}

const startsWith = (bytes: Uint8Array, ...magic: number[]): boolean => magic.every((byte, i) => bytes[i] === byte);

/**
 * The text of a file whose encoding nobody names. UTF-8 is tried strictly, since other encodings practically never
 * look like it; then GB18030 where the bytes give Chinese characters and no holes; else Windows-1252, which takes any byte.
 */
export function decodeText(bytes: Uint8Array, mayBeCut = false): string {
  if (startsWith(bytes, 0xff, 0xfe)) return iconv.decode(bytes, 'utf-16le');
  if (startsWith(bytes, 0xfe, 0xff)) return iconv.decode(bytes, 'utf-16be');
  const utf8 = decodeUtf8(bytes, mayBeCut);
  if (utf8 !== null) return utf8.replace(/^\uFEFF/, '');
  const chinese = iconv.decode(bytes, 'gb18030');
  const holes = (chinese.match(/\uFFFD/g) ?? []).length;
  const characters = (chinese.match(/[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef]/g) ?? []).length;
  if (characters >= 2 && holes <= (mayBeCut ? 1 : 0) && !looksWestern(bytes)) return chinese;
  return iconv.decode(bytes, 'windows-1252');
}

/** Western text has single accented letters between plain ones; GB18030 has them in pairs. */
function looksWestern(bytes: Uint8Array): boolean {
  let single = 0;
  let paired = 0;
  for (let i = 0; i < bytes.length; i += 1) {
    if ((bytes[i] ?? 0) < 0x80) continue;
    if ((bytes[i + 1] ?? 0) >= 0x80) {
      paired += 1;
      i += 1;
    } else single += 1;
  }
  return single > paired;
}

/** The text of an XML document, in the encoding that its declaration names. */
export function decodeXml(bytes: Uint8Array, mayBeCut = false): string {
  if (startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff)) return decodeText(bytes);
  const head = iconv.decode(bytes.subarray(0, 200), 'latin1');
  const named = /<\?xml[^>]*encoding\s*=\s*["']([\w.-]+)["']/i.exec(head)?.[1]?.toLowerCase();
  if (!named || named === 'utf-8' || named === 'utf8' || !iconv.encodingExists(named)) return decodeText(bytes, mayBeCut);
  return iconv.decode(bytes, named).replace(/^\uFEFF/, '');
}
