export { signatureOf, verifySignature } from '../../shared/signature.ts';
