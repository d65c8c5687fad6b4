import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Files } from '@knotwork/experiment';

/** Files on the disk. */
export const diskFiles: Files = {
  read: (path, folder) => readFile(resolve(folder, path), 'utf8').catch(refuse),
  readBytes: (path, folder) => readFile(resolve(folder, path)).catch(refuse),
};

function refuse(error: Error & { readonly code?: string }): never { throw new Error(reasonOf(error), { cause: error }); }

function reasonOf({ code, message }: Error & { readonly code?: string }): string {
  return code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : message;
}
