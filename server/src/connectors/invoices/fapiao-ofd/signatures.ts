import { X509Certificate, createHash } from 'node:crypto';
import { BitString, Constructed, Integer, OctetString, fromBER, type AsnType } from 'asn1js';
import { sm2 } from 'sm-crypto-v2';
import type { Finding } from '@roundtrip/kernel';
import { finding } from '../shared/errors.ts';
import { textAt, within, type Element } from '../shared/xml.ts';
import { entryAt, resolvePath, xmlAt, type OfdPackage } from './package.ts';

const SIGNATURES_MAX = 8;
const HASHES: Readonly<Record<string, string>> = { '1.2.156.10197.1.401': 'sm3', sm3: 'sm3', '1.3.14.3.2.26': 'sha1', sha1: 'sha1', '2.16.840.1.101.3.4.2.1': 'sha256', md5: 'md5' };
const TEST_ISSUER = /测试|test/i;

const digest = (algorithm: string, bytes: Uint8Array): Buffer => createHash(algorithm).update(bytes).digest();
const hex = (bytes: ArrayBuffer | Uint8Array): string => Buffer.from(bytes as Uint8Array).toString('hex');
const partsOf = (value: AsnType | undefined): readonly AsnType[] => (value instanceof Constructed ? value.valueBlock.value : []);
const der = (value: AsnType): Uint8Array => new Uint8Array(value.valueBeforeDecodeView);

/**
 * Whether the signed parts of an OFD are still what was signed. It speaks of integrity only: no root certificate is
 * trusted here, so who signed stays a claim. A changed byte is found and its file named.
 */
export function checkSignatures(ofd: OfdPackage): Finding[] {
  const list = xmlAt(ofd.entries, 'OFD.xml', textAt(ofd.body, 'Signatures'));
  if (!list) return [finding('info', 'OFD_UNSIGNED', '文件没有电子签章', 'The file carries no signature')];
  return within(list.xml, 'Signature').slice(0, SIGNATURES_MAX).flatMap((entry) => {
    const signature = xmlAt(ofd.entries, list.path, entry.attributes['BaseLoc'] ?? '');
    if (!signature) return [finding('warning', 'OFD_SIGNATURE_MISSING', '签章文件缺失', 'A signature is named but absent')];
    return [...checkReferences(ofd, signature), ...checkSignedValue(ofd, signature)];
  });
}

function checkReferences(ofd: OfdPackage, { path, xml }: { readonly path: string; readonly xml: Element }): Finding[] {
  const references = within(xml, 'References')[0];
  const algorithm = HASHES[(references?.attributes['CheckMethod'] ?? '').toLowerCase()] ?? 'sm3';
  return within(references, 'Reference').flatMap((reference) => {
    const name = resolvePath(path, reference.attributes['FileRef'] ?? '');
    const bytes = entryAt(ofd.entries, name);
    if (bytes && digest(algorithm, bytes).toString('base64') === textAt(reference, 'CheckValue').replace(/\s/g, '')) return [];
    return [finding('error', 'OFD_REF_TAMPERED', `签章后文件被改动:${name}`, `Changed after it was signed: ${name}`)];
  });
}

const BROKEN = finding('error', 'OFD_SIGNATURE_BROKEN', '签章值与文件不符', 'The signature does not fit the file');

function checkSignedValue(ofd: OfdPackage, signature: { readonly path: string; readonly xml: Element }): Finding[] {
  const value = entryAt(ofd.entries, resolvePath(signature.path, textAt(signature.xml, 'SignedValue') || textAt(within(signature.xml, 'SignedValue')[0])));
  const signatureXml = entryAt(ofd.entries, signature.path);
  if (!value || !signatureXml) return [finding('warning', 'OFD_SIGNATURE_MISSING', '签章值缺失', 'The signature has no value')];
  try {
    return judgeSeal(value, signatureXml);
  } catch {
    return [finding('warning', 'OFD_SIGNATURE_UNREADABLE', '签章值无法解析', 'The signature value cannot be understood')];
  }
}

/** SES v4: `{ toSign, cert, algorithm, signature }`; v1: `{ toSign { …, cert, algorithm }, signature }`. */
function judgeSeal(value: Uint8Array, signatureXml: Uint8Array): Finding[] {
  const outer = partsOf(fromBER(new Uint8Array(value).buffer).result);
  const toSign = outer[0];
  const inner = partsOf(toSign);
  const last = outer.at(-1);
  const hash = inner.find((part) => part instanceof BitString && part.valueBlock.valueHexView.length === 32);
  const certificate = [...outer, ...inner].find((part) => part instanceof OctetString);
  if (!toSign || !(inner[0] instanceof Integer) || !(last instanceof BitString) || !(hash instanceof BitString) || !(certificate instanceof OctetString)) {
    return [finding('warning', 'OFD_SIGNATURE_UNREADABLE', '签章值无法解析', 'The signature value cannot be understood')];
  }
  if (hex(hash.valueBlock.valueHexView) !== digest('sm3', signatureXml).toString('hex')) {
    return [finding('error', 'OFD_REF_TAMPERED', '签章描述文件在签章后被改动:Signature.xml', 'Changed after it was signed: Signature.xml')];
  }
  const bytes = new Uint8Array(certificate.valueBlock.valueHexView);
  const issuer = commonName(new X509Certificate(bytes).issuer);
  const key = publicKeyOf(bytes);
  if (!key || !sm2.doVerifySignature(der(toSign), hex(last.valueBlock.valueHexView), key, { hash: true, der: true })) return [BROKEN];
  if (TEST_ISSUER.test(issuer)) return [finding('error', 'TEST_CA', `签章证书由测试机构签发:${issuer}`, `The signing certificate comes from a test authority: ${issuer}`)];
  const signer = commonName(new X509Certificate(bytes).subject);
  return [finding('info', 'OFD_INTACT', `签章后未改动;签章人自称“${signer}”,真伪须经官方查验`, `Unchanged since it was signed; the signer claims to be ${signer}, which only the tax bureau can confirm`)];
}

const commonName = (subject: string): string => /^CN=(.*)$/m.exec(subject)?.[1] ?? subject.replaceAll('\n', ', ');

/** The public point of a certificate: tbsCertificate → subjectPublicKeyInfo → the bit string of 65 bytes. */
function publicKeyOf(certificate: Uint8Array): string | null {
  const tbs = partsOf(fromBER(new Uint8Array(certificate).buffer).result)[0];
  for (const part of partsOf(tbs)) {
    const key = partsOf(part).find((one) => one instanceof BitString && one.valueBlock.valueHexView.length === 65);
    if (key instanceof BitString) return hex(key.valueBlock.valueHexView);
  }
  return null;
}
