import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Pinned } from '../pins.js';
import { otherFile } from './errors.js';

/** @throws KnotworkError where a file is not, to the byte, the one that was pinned */
export async function requirePinned(path: string, { file, sha256 }: Pinned): Promise<void> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  const got = hash.digest('hex');
  if (got !== sha256) throw otherFile(file, sha256, got);
}
