import { basename, resolve } from 'node:path';
import type { DataAccess } from '@knotwork/plugin';
import { regularBytes, regularText } from '@knotwork/workspace';
import { noTable } from './errors.js';

/** A table that was named on the command line, as readers of tables take it. */
export interface TableAccess extends Pick<DataAccess, 'read' | 'readBytes'> {
  /** Its name without folders, which errors call it by. */
  readonly file: string;
}

/** @param path from `cwd`, as it was typed @throws KnotworkError `input` for a file that cannot be read */
export async function tableAccess(path: string, cwd: string): Promise<TableAccess> {
  const full = resolve(cwd, path);
  const refuse = (error: Error): never => { throw noTable(path, error.message); };
  const bytes = await regularBytes(full).catch(refuse);
  return { file: basename(path), read: () => regularText(full).catch(refuse), readBytes: () => Promise.resolve(bytes) };
}
