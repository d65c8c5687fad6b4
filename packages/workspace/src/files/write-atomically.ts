import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Writes a file so that whoever looks, also after a crash, sees the old content or the new one and nothing between.
 *
 * @throws what the operating system says; the old file is still there
 */
export function writeAtomically(path: string, content: string | Uint8Array): void {
  const folder = dirname(path);
  const draft = join(folder, `.${basename(path)}.tmp`);
  try {
    writeThrough(draft, content);
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
  syncFolder(folder);
}

/** Writes all bytes: one system call may take fewer, for instance on a disk that is nearly full. */
export function writeAll(descriptor: number, content: string | Uint8Array): void {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  for (let done = 0; done < bytes.byteLength;) done += writeSync(descriptor, bytes, done);
}

function writeThrough(path: string, content: string | Uint8Array): void {
  const descriptor = openSync(path, 'w');
  try {
    writeAll(descriptor, content);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Makes renames in a folder last through a power failure, where the system can: Windows opens no folders. */
export function syncFolder(folder: string): void {
  try {
    const descriptor = openSync(folder, 'r');
    try { fsyncSync(descriptor); } finally { closeSync(descriptor); }
  } catch {
    // The content is complete either way.
  }
}
