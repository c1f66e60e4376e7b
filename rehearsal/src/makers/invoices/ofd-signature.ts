import { createHash } from 'node:crypto';
import { BitString, GeneralizedTime, IA5String, Integer, Null, ObjectIdentifier, OctetString, PrintableString, Sequence, Set as AsnSet, UTCTime, Utf8String, type AsnType } from 'asn1js';
import { sm2 } from 'sm-crypto-v2';
import { toXml } from './xml.ts';

const SM2_WITH_SM3 = '1.2.156.10197.1.501';
const SM3 = '1.2.156.10197.1.401';
const SIGNATURE_PATH = '/Doc_0/Signs/Sign_0/Signature.xml';

/** A made-up authority's key and certificate. It signs files of the rehearsal world only. */
export type OfdSigner = { readonly privateKey: string; readonly certificate: Uint8Array; readonly version?: 1 | 4 };

const sm3 = (bytes: Uint8Array): Buffer => createHash('sm3').update(bytes).digest();
const der = (value: AsnType): Uint8Array => new Uint8Array(value.toBER());
const bytesOf = (hex: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(hex, 'hex'));
const buffer = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer;
const algorithm = (): Sequence => new Sequence({ value: [new ObjectIdentifier({ value: SM2_WITH_SM3 }), new Null()] });
const name = (common: string): Sequence => new Sequence({ value: [new AsnSet({ value: [new Sequence({ value: [new ObjectIdentifier({ value: '2.5.4.3' }), new Utf8String({ value: common })] })] })] });
const signed = (bytes: Uint8Array, privateKey: string, publicKey: string): BitString =>
  new BitString({ valueHex: buffer(bytesOf(sm2.doSignature(bytes, privateKey, { hash: true, der: true, publicKey }))) });

/** Makes a signer from a private key of 64 hex digits; `issuer` is the authority that its certificate names. */
export function makeOfdSigner(privateKey: string, { issuer = '排练电子证书中心(SM2)', subject = '排练签章人' }: { readonly issuer?: string; readonly subject?: string } = {}): OfdSigner {
  const publicKey = sm2.getPublicKeyFromPrivateKey(privateKey);
  const keyType = new Sequence({ value: [new ObjectIdentifier({ value: '1.2.840.10045.2.1' }), new ObjectIdentifier({ value: '1.2.156.10197.1.301' })] });
  const tbs = new Sequence({
    value: [
      new Integer({ value: 1 }), algorithm(), name(issuer),
      new Sequence({ value: [new UTCTime({ valueDate: new Date('2026-01-01T00:00:00Z') }), new UTCTime({ valueDate: new Date('2036-01-01T00:00:00Z') })] }),
      name(subject), new Sequence({ value: [keyType, new BitString({ valueHex: buffer(bytesOf(publicKey)) })] }),
    ],
  });
  const certificate = new Sequence({ value: [tbs, algorithm(), signed(der(tbs), privateKey, publicKey)] });
  return { privateKey, certificate: der(certificate) };
}

/** The seal of GM/T 0031: today's version 4, and version 1 of older files, which keeps the certificate inside what is signed. */
function sealValue(signatureXml: Uint8Array, { privateKey, certificate, version = 4 }: OfdSigner): Uint8Array {
  const seal = new Sequence({ value: [new PrintableString({ value: 'rehearsal seal' })] });
  const publicKey = sm2.getPublicKeyFromPrivateKey(privateKey);
  const at = new Date('2026-01-01T00:00:00Z');
  const [path, hash] = [new IA5String({ value: SIGNATURE_PATH }), new BitString({ valueHex: buffer(sm3(signatureXml)) })];
  const signer = [new OctetString({ valueHex: buffer(certificate) }), new ObjectIdentifier({ value: SM2_WITH_SM3 })];
  const toSign = version === 4
    ? new Sequence({ value: [new Integer({ value: 4 }), seal, new GeneralizedTime({ valueDate: at }), hash, path] })
    : new Sequence({ value: [new Integer({ value: 1 }), seal, new BitString({ valueHex: buffer(der(new UTCTime({ valueDate: at }))) }), hash, path, ...signer] });
  return der(new Sequence({ value: [toSign, ...(version === 4 ? signer : []), signed(der(toSign), privateKey, publicKey)] }));
}

/** Adds a seal over all parts of an OFD. */
export function signOfd(files: Readonly<Record<string, Uint8Array>>, signer: OfdSigner): Record<string, Uint8Array> {
  const namespace = { '@xmlns:ofd': 'http://www.ofdspec.org/2016' };
  const references = Object.entries(files).filter(([path]) => path !== 'OFD.xml').map(([path, bytes]) => ({ '@FileRef': `/${path}`, 'ofd:CheckValue': sm3(bytes).toString('base64') }));
  const signatureXml = toXml({
    'ofd:Signature': {
      ...namespace,
      'ofd:SignedInfo': { 'ofd:Provider': { '@ProviderName': 'rehearsal' }, 'ofd:SignatureMethod': SM2_WITH_SM3, 'ofd:References': { '@CheckMethod': SM3, 'ofd:Reference': references } },
      'ofd:SignedValue': '/Doc_0/Signs/Sign_0/SignedValue.dat',
    },
  });
  return {
    ...files,
    'Doc_0/Signs/Signatures.xml': toXml({ 'ofd:Signatures': { ...namespace, 'ofd:Signature': { '@ID': 1, '@BaseLoc': 'Sign_0/Signature.xml' } } }),
    'Doc_0/Signs/Sign_0/Signature.xml': signatureXml, 'Doc_0/Signs/Sign_0/SignedValue.dat': sealValue(signatureXml, signer),
  };
}
