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
  return looksChinese(bytes, chinese, mayBeCut) ? chinese : iconv.decode(bytes, 'windows-1252');
}

/** Chinese characters and no holes; where the bytes are a piece, its end may tear one character. */
function looksChinese(bytes: Uint8Array, decoded: string, mayBeCut: boolean): boolean {
  const holes = (decoded.match(/\uFFFD/g) ?? []).length;
  const characters = (decoded.match(/[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef]/g) ?? []).length;
  return characters >= 2 && holes <= (mayBeCut ? 1 : 0) && !looksWestern(bytes);
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

/** Turns pieces of a file into text, as they come; a character may be torn between two of them. */
export type TextStream = { write(bytes: Uint8Array): string; end(): string };
export type TextOpener = () => TextStream;

const PLAIN_ASCII = /^[\x00-\x7f]*$/;

const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function named(encoding: string): TextStream {
  const decoder = iconv.getDecoder(encoding);
  return { write: (piece) => decoder.write(bufferOf(piece)), end: () => decoder.end() ?? '' };
}

/** The decoder of the first piece that is not plain ASCII, by the rules of {@link decodeText}. */
function decoderFor(bytes: Uint8Array): TextStream {
  if (startsWith(bytes, 0xff, 0xfe)) return named('utf-16le');
  if (startsWith(bytes, 0xfe, 0xff)) return named('utf-16be');
  if (decodeUtf8(bytes, true) === null) return named(looksChinese(bytes, iconv.decode(bytes, 'gb18030'), true) ? 'gb18030' : 'windows-1252');
  const decoder = new TextDecoder('utf-8', { fatal: true });
  return { write: (piece) => decoder.decode(piece, { stream: true }), end: () => decoder.decode() };
}

/** The text of a file whose encoding nobody names, piece by piece: the first bytes beyond ASCII settle it. */
export function openText(): TextStream {
  let settled: TextStream | null = null;
  return {
    write(bytes) {
      if (!settled) {
        const plain = bufferOf(bytes).toString('latin1');
        if (PLAIN_ASCII.test(plain)) return plain;
        settled = decoderFor(bytes);
      }
      return settled.write(bytes);
    },
    end: () => settled?.end() ?? '',
  };
}

/** The text of an XML document piece by piece, in the encoding that its declaration names. */
export function openXml(): TextStream {
  let settled: TextStream | null = null;
  return {
    write(bytes) {
      settled ??= openDeclared(bytes) ?? openText();
      return settled.write(bytes);
    },
    end: () => settled?.end() ?? '',
  };
}

/** Null where the declaration names no encoding but UTF-8, or one that nobody knows. */
function declaredEncoding(bytes: Uint8Array): string | null {
  const head = iconv.decode(bytes.subarray(0, 200), 'latin1');
  const encoding = /<\?xml[^>]*encoding\s*=\s*["']([\w.-]+)["']/i.exec(head)?.[1]?.toLowerCase();
  return !encoding || encoding === 'utf-8' || encoding === 'utf8' || !iconv.encodingExists(encoding) ? null : encoding;
}

function openDeclared(bytes: Uint8Array): TextStream | null {
  const encoding = startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff) ? null : declaredEncoding(bytes);
  return encoding === null ? null : named(encoding);
}

/** The text of an XML document, in the encoding that its declaration names. */
export function decodeXml(bytes: Uint8Array, mayBeCut = false): string {
  if (startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff)) return decodeText(bytes);
  const encoding = declaredEncoding(bytes);
  return encoding === null ? decodeText(bytes, mayBeCut) : iconv.decode(bytes, encoding).replace(/^\uFEFF/, '');
}
