import { sha256 } from './sha256.js';

/** Tells contents from each other. A host that has a faster one hands it in. */
export interface Digest {
  /** SHA-256 in hexadecimal digits; of a text, over its UTF-8. */
  sha256(content: string | Uint8Array): string;
}

export const plainDigest: Digest = { sha256 };
