/** Where sealed originals lie: a disk, or a bucket. A key is `<company>/<first two digits>/<SHA-256>`. */
export type BlobStore = {
  readonly name: string;
  /** Written whole or not at all; what is there already stays as it is. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  get(key: string): Promise<Uint8Array | null>;
  has(key: string): Promise<boolean>;
  /** Every key, in no order. */
  keys(): AsyncIterable<string>;
};
