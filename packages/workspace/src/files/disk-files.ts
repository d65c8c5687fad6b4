import { resolve } from 'node:path';
import type { Files } from '@knotwork/experiment';
import { regularBytes, regularText } from './regular-file.js';

/** Files on the disk. */
export const diskFiles: Files = {
  read: (path, folder) => regularText(resolve(folder, path)),
  readBytes: (path, folder) => regularBytes(resolve(folder, path)),
};
