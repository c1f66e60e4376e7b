import { createSign, createVerify, generateKeyPairSync } from 'node:crypto';

export type KeyPair = { readonly publicKey: string; readonly privateKey: string };

export function makeKeys(): KeyPair {
  return generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
}

/** `a=1&b=2`, sorted, without `sign` and without what is empty. */
const contentOf = (parameters: Readonly<Record<string, string>>, without: readonly string[]): string =>
  Object.keys(parameters).filter((name) => !without.includes(name) && parameters[name] !== '').sort().map((name) => `${name}=${parameters[name]}`).join('&');

const signed = (text: string, privateKey: string, algorithm = 'RSA-SHA256'): string => createSign(algorithm).update(text, 'utf8').sign(privateKey, 'base64');

/** The parameters of a request, once its signature is the application's; null otherwise. */
export function verifiedForm(form: string, appPublicKey: string): Readonly<Record<string, string>> | null {
  const parameters = Object.fromEntries(new URLSearchParams(form));
  const good = createVerify('RSA-SHA256').update(contentOf(parameters, ['sign']), 'utf8').verify(appPublicKey, parameters['sign'] ?? '', 'base64');
  return good && parameters['sign_type'] === 'RSA2' ? parameters : null;
}

/** An answer is signed over the very text of its node. */
export function signedAnswer(method: string, node: Readonly<Record<string, unknown>>, privateKey: string): string {
  const text = JSON.stringify(node);
  return `{"${method.replaceAll('.', '_')}_response":${text},"sign":"${signed(text, privateKey)}"}`;
}

/** A notice as a form. Notices are signed without `sign_type`. */
export function signedNotice(parameters: Readonly<Record<string, string>>, privateKey: string, signType: 'RSA' | 'RSA2' = 'RSA2'): string {
  const sign = signed(contentOf(parameters, ['sign', 'sign_type']), privateKey, signType === 'RSA' ? 'RSA-SHA1' : 'RSA-SHA256');
  return new URLSearchParams({ ...parameters, sign_type: signType, sign }).toString();
}
