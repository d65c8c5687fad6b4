import { KnotworkError } from '@knotwork/plugin';

// By themselves: a page that imports nothing does not load them.

export function badForeignFile(name: string, reason: string): KnotworkError {
  return new KnotworkError('input', `${name} cannot be imported: ${reason}. Save it again with the lines in docs/import.md.`);
}

export function brokenImporter(importer: string, reason: string): KnotworkError {
  return new KnotworkError('plugin', `The importer "${importer}" breaks its contract: ${reason}.`, { plugin: `importer ${importer}` });
}

export function nothingToImport(name: string): KnotworkError {
  return new KnotworkError('capability', `${name} cannot be imported: none of its edges is on, so that it gives the same for every row. Save it with an edge that is.`);
}
