import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { err, ok, type Result } from '@roundtrip/kernel';
import { checkFields, type ConfigError, type ConfigField } from '#spi';

const MODULUS_BITS_MIN = 2048;

/** Consoles hand out keys as PEM or as one line of base64, in PKCS #8 or PKCS #1. */
function candidates(text: string, label: 'PRIVATE' | 'PUBLIC'): string[] {
  if (text.includes('-----BEGIN')) return [text.replaceAll(String.raw`\n`, '\n')];
  const lines = text.replace(/\s+/g, '').match(/.{1,64}/g)?.join('\n') ?? '';
  return [`${label} KEY`, `RSA ${label} KEY`].map((name) => `-----BEGIN ${name}-----\n${lines}\n-----END ${name}-----\n`);
}

function firstRsa(texts: readonly string[], read: (pem: string) => KeyObject): KeyObject | null {
  for (const pem of texts) {
    try {
      const key = read(pem);
      if (key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= MODULUS_BITS_MIN) return key;
    } catch {
      // The next way to write a key may fit; a text that is none of them ends as null.
    }
  }
  return null;
}

/** An RSA private key of at least 2048 bits; null for anything else. */
export const rsaPrivateKey = (text: string): KeyObject | null => firstRsa(candidates(text, 'PRIVATE'), createPrivateKey);

/** An RSA public key of at least 2048 bits, alone or in a certificate; null for anything else. */
export const rsaPublicKey = (text: string): KeyObject | null => firstRsa(candidates(text, 'PUBLIC'), createPublicKey);

/** Judges fields as `checkFields` does, and tries the keys among them, so that a mangled key is told when it is typed in. */
export function checkKeyFields(config: unknown, fields: readonly ConfigField[], keys: { readonly secret: readonly string[]; readonly open: readonly string[] }): Result<Readonly<Record<string, string>>, ConfigError> {
  const checked = checkFields(config, fields);
  if (!checked.ok) return checked;
  const readable = (name: string): boolean => {
    const text = checked.value[name];
    return text === undefined || (keys.secret.includes(name) ? rsaPrivateKey(text) : rsaPublicKey(text)) !== null;
  };
  const wrong = fields.find(({ name }) => (keys.secret.includes(name) || keys.open.includes(name)) && !readable(name));
  if (wrong) return err({ kind: 'config.invalid', message: { zh: `“${wrong.label.zh}”(${wrong.name})不是 2048 位以上的 RSA 密钥`, en: `"${wrong.label.en}" (${wrong.name}) is not an RSA key of 2048 bits or more` } });
  return ok(checked.value);
}
