import type { DataAccess } from '@knotwork/plugin';
import { notOfText, otherFormat, sameSigns } from './errors.js';
import { jsonTable } from './memory-table.js';
import type { Table } from './table.js';

/** Formats of tables; `json` is a table in memory, too, see `memoryText`. */
export const TABLE_FORMATS = ['csv', 'parquet', 'npy', 'npz', 'json'] as const;
export type TableFormat = (typeof TABLE_FORMATS)[number];

/** Where a table is, and what its file does not say itself. */
export interface TableSource {
  readonly path: string;
  /** Left out: by the ending. */
  readonly format?: TableFormat | undefined;
  /** Left out: a tab in files that end in .tsv, else a comma. Of csv only. */
  readonly delimiter?: string | undefined;
  /** Of csv only. */
  readonly decimal?: Table['decimal'];
}

const BY_ENDING: Readonly<Record<string, TableFormat>> = { parquet: 'parquet', pq: 'parquet', npy: 'npy', npz: 'npz', json: 'json' };
/** What strangers bring; to read it as text would end in a message about quotes. */
const NOT_READ = ['xls', 'xlsx', 'ods', 'feather', 'arrow', 'pkl', 'pickle', 'h5', 'hdf5', 'mat', 'sav', 'dta', 'rds', 'zip', 'bz2', 'xz', 'zst', 'jsonl', 'ndjson'];
/**
 * Reads a table, in the format that its ending or `format` says; `.gz` behind any of the endings is unpacked first.
 *
 * @param access gives the file
 * @throws KnotworkError `input` for what is damaged or of another format: one message that says what to do
 */
export async function readTable(access: Pick<DataAccess, 'read' | 'readBytes'>, source: TableSource): Promise<Table> {
  const { path, decimal = '.' } = source;
  const isPacked = /\.gz$/i.test(path);
  const ending = /\.([^./\\]+)$/.exec(path.replace(/\.gz$/i, '').toLowerCase())?.[1] ?? '';
  if (source.format === undefined && NOT_READ.includes(ending)) throw otherFormat(path, ending);
  const format = source.format ?? BY_ENDING[ending] ?? 'csv';
  if (format !== 'csv') for (const option of ['delimiter', 'decimal'] as const) if (source[option] !== undefined && source[option] !== '.') throw notOfText(option, path, format);

  const bytes = async (): Promise<Uint8Array> => (isPacked ? (await import('./tables-of-bytes.js')).unpacked(await access.readBytes(path), path) : access.readBytes(path));
  // A text that is not packed is asked for as text, unless its bytes are all that it takes.
  const decoded = (content: Uint8Array): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(content);
  // What is large is loaded by those who have such a file.
  switch (format) {
    case 'csv': {
      const delimiter = source.delimiter ?? (ending === 'tsv' ? '\t' : ',');
      if (delimiter === decimal) throw sameSigns(decimal);
      const content = await bytes();
      const plain = (await import('./tables-of-bytes.js')).plainCsv(content, path, delimiter, decimal);
      if (plain !== null) return plain;
      const { csvTextTable, requireUtf8 } = await import('./csv-text-table.js');
      requireUtf8(content, path);
      return csvTextTable(isPacked ? decoded(content) : await access.read(path), path, delimiter, decimal);
    }
    case 'json': {
      const text = isPacked ? decoded(await bytes()) : await access.read(path);
      // The sign for bytes that are no UTF-8; who means the sign itself has it in UTF-8.
      if (text.includes('\ufffd')) (await import('./csv-text-table.js')).requireUtf8(await bytes(), path);
      return jsonTable(text, path);
    }
    case 'parquet': return (await import('./parquet-table.js')).parquetTable(await bytes(), path);
    case 'npy': return (await import('./tables-of-bytes.js')).npyTable(await bytes(), path);
    case 'npz': return (await import('./tables-of-bytes.js')).npzTable(await bytes(), path);
  }
}
