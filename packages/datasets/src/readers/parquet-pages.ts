import type { FileMetaData } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';

/** Bytes of the largest page that is unpacked; writers keep them below a few millions. */
const LARGEST_PAGE = 2 ** 30;

/**
 * Compares what the pages of a file say of themselves with the file: the reader believes them, and would make room for values, or look for them, that
 * are not there.
 *
 * @param mostValues in a page
 * @throws Error that says what is wrong
 */
export function requireSoundPages(buffer: ArrayBuffer, { row_groups: groups }: FileMetaData, mostValues: number): void {
  for (const { columns, num_rows: rows } of groups) {
    for (const { meta_data: meta } of columns) {
      if (meta === undefined) throw new Error('a column has no place in it');
      const from = Number(meta.dictionary_page_offset || meta.data_page_offset);
      const length = Number(meta.total_compressed_size);
      if (!(from >= 0 && length >= 0 && from + length <= buffer.byteLength)) throw new Error('a column lies outside of it');
      // In lists a row has several values.
      const most = meta.path_in_schema.length === 1 ? Number(rows) : mostValues;
      requireSoundColumn(new DataView(buffer, from, length), most);
    }
  }
}

function requireSoundColumn(view: DataView, most: number): void {
  const reader = { view, offset: 0 };
  while (reader.offset < view.byteLength - 1) {
    const { compressed_page_size: packed, uncompressed_page_size: size, data_page_header: first, data_page_header_v2: second, dictionary_page_header: dictionary } = parquetHeader(reader);
    requireSize(packed, view.byteLength - reader.offset, 'bytes in a page');
    requireSize(size, LARGEST_PAGE, 'bytes in a page that is unpacked');
    if (first !== undefined) requireSize(first.num_values, most, 'values in a page');
    if (second !== undefined) {
      requireSize(second.num_values, most, 'values in a page');
      requireSize(second.num_nulls, second.num_values, 'values in a page that are null');
      requireSize(second.num_rows, second.num_values, 'rows in a page');
      requireSize(second.definition_levels_byte_length, packed, 'bytes of levels in a page');
      requireSize(second.repetition_levels_byte_length, packed - second.definition_levels_byte_length, 'bytes of levels in a page');
    }
    // A value takes a bit at least.
    if (dictionary !== undefined) requireSize(dictionary.num_values, 8 * size, 'values in a dictionary');
    reader.offset += packed;
  }
}

function requireSize(value: unknown, most: number, what: string): void {
  if (typeof value !== 'number') throw new Error(`it does not say how many ${what} there are`);
  if (!(Number.isInteger(value) && value >= 0 && value <= most)) throw new Error(`it says that there are ${value} ${what}`);
}
