export { openBlobs, sha256Hex, sm3Hex } from './blobs.ts';
export type { Blobs } from './blobs.ts';
export { fileStore } from './file-store.ts';
export { moveOriginals } from './move.ts';
export { s3Store } from './s3-store.ts';
export type { BlobStore } from './store.ts';
