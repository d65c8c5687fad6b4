import type { TrialColumn } from './trial-rows.js';

/**
 * Columns as a file of Parquet, compressed by Snappy.
 *
 * @param about what the file says of itself, by key
 */
export async function parquetOf(columns: readonly TrialColumn[], about: Readonly<Record<string, string>>): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await import('hyparquet-writer');
  const kvMetadata = Object.entries(about).map(([key, value]) => ({ key, value }));
  return new Uint8Array(parquetWriteBuffer({ columnData: columns.map(({ name, type, data }) => ({ name, type, data, nullable: true })), kvMetadata, createdBy: 'knotwork' }));
}
