export { SIGNATURE_HEADER, signatureOf, verifySignature } from '../../shared/signature.ts';
