import { decompress } from 'fzstd';
import { type FileMetaData, parquetMetadataAsync, parquetRead, parquetSchema } from 'hyparquet';
import { noRows } from '../errors.js';
import { cellsOf } from './cells-of.js';
import { brokenParquet, unreadCodec } from './file-errors.js';
import { requireSoundPages } from './parquet-pages.js';
import { requireDistinct, type Cell, type Table } from './table.js';

/** Codecs that are read. */
const CODECS = ['UNCOMPRESSED', 'SNAPPY', 'ZSTD'];
/** Cells of the largest table: as numbers alone they take a gigabyte. A file may claim more than it has. */
const MOST_CELLS = 2 ** 27;

/** Values of a column from a row on. */
interface Chunk { readonly name: string; readonly from: number; readonly values: ArrayLike<unknown> }

/**
 * Columns of a Parquet file. Numbers stay numbers, booleans become the texts true and false, dates texts as ISO 8601 has them, and what is
 * nested a text of JSON.
 *
 * @throws KnotworkError `input` for damaged files, other codecs, and more cells than memory would hold
 */
export async function parquetTable(bytes: Uint8Array, file: string): Promise<Table> {
  // The reader takes a whole buffer; bytes that are all of theirs are not copied.
  const buffer = (bytes.length === bytes.buffer.byteLength ? bytes.buffer : new Uint8Array(bytes).buffer) as ArrayBuffer;
  let metadata: FileMetaData;
  let header: readonly string[];
  try {
    metadata = await parquetMetadataAsync(buffer, { geoparquet: false });
    header = topColumns(metadata);
  } catch (cause) {
    throw brokenParquet(file, cause as Error);
  }
  const codec = metadata.row_groups.flatMap(({ columns }) => columns).map(({ meta_data }) => meta_data?.codec ?? 'UNCOMPRESSED').find((name) => !CODECS.includes(name));
  if (codec !== undefined) throw unreadCodec(file, codec);
  const count = Number(metadata.num_rows);
  if (count === 0) throw noRows(file);
  requireDistinct(file, header);
  const rows = metadata.row_groups.reduce((n, group) => n + Number(group.num_rows), 0);
  if (rows !== count) throw brokenParquet(file, new Error(`it says that it has ${count} rows, and its parts have ${rows}`));
  if (count * header.length > MOST_CELLS) throw brokenParquet(file, new Error(`it says that it has ${count} rows of ${header.length} columns, more than memory holds`));

  // Values are looked at when all is read: what is thrown inside a callback of the reader goes astray.
  const chunks: Chunk[] = [];
  try {
    requireSoundPages(buffer, metadata, MOST_CELLS);
    requireKnownColumns(metadata);
    let rowStart = 0;
    for (const group of metadata.row_groups) {
      const rowEnd = rowStart + Number(group.num_rows);
      // One by one: of several that are read at the same time, those that fail after the first would fail behind everybody's back.
      for (const name of header) {
        await parquetRead({
          file: buffer, metadata, geoparquet: false, columns: [name], rowStart, rowEnd, compressors: { ZSTD: (input, length) => decompress(input, new Uint8Array(length)) },
          onChunk: ({ columnName, columnData, rowStart: from }) => { chunks.push({ name: columnName, from, values: columnData }); },
        });
      }
      rowStart = rowEnd;
    }
    // Room is made for rows that are there, not for those that the file says it has.
    return { file, count, header, columns: header.map((name) => columnOf(name, count, chunks.filter((chunk) => chunk.name === name))), decimal: '.' };
  } catch (cause) {
    throw brokenParquet(file, cause as Error);
  }
}

/** Every part of a row group must be of a column that there is: the reader would find out when it has begun with others. */
function requireKnownColumns(metadata: FileMetaData): void {
  const root = parquetSchema(metadata);
  for (const { columns } of metadata.row_groups) {
    for (const { meta_data: meta } of columns) {
      const found = meta?.path_in_schema.reduce<typeof root | undefined>((node, name) => node?.children.find(({ element }) => element.name === name), root);
      if (found === undefined) throw new Error('a part of it belongs to no column');
    }
  }
}

function columnOf(name: string, count: number, chunks: readonly Chunk[]): ArrayLike<Cell> {
  const there = chunks.reduce((n, { values }) => n + values.length, 0);
  if (there !== count || chunks.some(({ from, values }) => from + values.length > count)) throw new Error(`column "${name}" has ${there} of ${count} rows`);
  const inOrder = [...chunks].sort((a, b) => a.from - b.from);
  if (inOrder.some(({ from }, k) => from !== (k === 0 ? 0 : inOrder[k - 1]!.from + inOrder[k - 1]!.values.length))) throw new Error(`parts of column "${name}" lie over each other`);
  let part = 0;
  return cellsOf(count, (row) => {
    if (row === 0) part = 0;
    while (row >= inOrder[part]!.from + inOrder[part]!.values.length) part++;
    return cellOf(inOrder[part]!.values[row - inOrder[part]!.from]);
  });
}

const topColumns = (metadata: FileMetaData): readonly string[] => parquetSchema(metadata).children.map(({ element }) => element.name);

function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' || typeof value === 'string') return value;
  // Whole numbers beyond 2^53 stay text: as a number they would be another one.
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (typeof value === 'boolean') return String(value);
  if (value instanceof Date) return value.toISOString();
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? String(part) : part));
}
