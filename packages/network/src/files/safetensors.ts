/** A tensor as it lies in a file. */
export interface Tensor {
  /** Such as `F64`. */
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Little-endian, row by row. */
  readonly bytes: Uint8Array;
}

/** What is wrong with a file, in words that follow "it". */
export class NotSafetensors extends Error {}

/** Bytes of one number. */
const SIZES: Readonly<Record<string, number>> = { BOOL: 1, U8: 1, I8: 1, U16: 2, I16: 2, F16: 2, BF16: 2, U32: 4, I32: 4, F32: 4, U64: 8, I64: 8, F64: 8 };
const LENGTH = 8;
/** The entry of texts among those of tensors. */
const METADATA = '__metadata__';
/** Longer headers are not read: those of a network hold some hundred bytes for each tensor. */
const LONGEST_HEADER = 1e8;

/**
 * Writes tensors one after another in the safetensors format: length of the header (u64), header (JSON), numbers.
 *
 * @param metadata texts for the entry `__metadata__`
 */
export function writeSafetensors(tensors: ReadonlyMap<string, Tensor>, metadata: Readonly<Record<string, string>>): Uint8Array {
  const header: Record<string, unknown> = { [METADATA]: metadata };
  let end = 0;
  for (const [name, { dtype, shape, bytes }] of tensors) {
    header[name] = { dtype, shape, data_offsets: [end, end + bytes.length] };
    end += bytes.length;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  // Padded with spaces so that the numbers start at a multiple of 8 bytes.
  const start = LENGTH + Math.ceil(text.length / 8) * 8;
  const file = new Uint8Array(start + end).fill(0x20, LENGTH + text.length, start);
  new DataView(file.buffer).setBigUint64(0, BigInt(start - LENGTH), true);
  file.set(text, LENGTH);
  let at = start;
  for (const { bytes } of tensors.values()) {
    file.set(bytes, at);
    at += bytes.length;
  }
  return file;
}

/**
 * Reads all tensors of a file, as views of it. Tensors lie one after another without gaps and fill the file, as the format demands.
 *
 * @throws NotSafetensors
 */
export function readSafetensors(file: Uint8Array): ReadonlyMap<string, Tensor> { return readSafetensorsFile(file).tensors; }

/** The same, and the texts that stand beside them. */
export function readSafetensorsFile(file: Uint8Array): { readonly tensors: ReadonlyMap<string, Tensor>; readonly texts: ReadonlyMap<string, string> } {
  if (file.length < LENGTH) throw new NotSafetensors('is cut off');
  const length = Number(new DataView(file.buffer, file.byteOffset, file.byteLength).getBigUint64(0, true));
  if (length > LONGEST_HEADER || length > file.length - LENGTH) throw new NotSafetensors('is cut off, or says a wrong length of its header');
  const data = file.subarray(LENGTH + length);
  const header = headerOf(file.subarray(LENGTH, LENGTH + length));
  const entries = Object.entries(header).filter(([name]) => name !== METADATA).map(([name, entry]) => ({ name, ...soundEntry(name, entry) }));
  entries.sort((a, b) => a.from - b.from || a.to - b.to);
  let end = 0;
  for (const { name, from, to } of entries) {
    if (from !== end) throw new NotSafetensors(`has ${from < end ? 'two tensors in one place' : 'a gap between tensors'}, at "${name}"`);
    end = to;
  }
  if (end !== data.length) throw new NotSafetensors(`has ${data.length} bytes of numbers, and its header speaks of ${end}`);
  return { tensors: new Map(entries.map(({ name, dtype, shape, from, to }) => [name, { dtype, shape, bytes: data.subarray(from, to) }])), texts: textsOf(header[METADATA]) };
}

function headerOf(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  let header: unknown;
  try { header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)); } catch { throw new NotSafetensors('has a header that is no JSON'); }
  if (typeof header !== 'object' || header === null || Array.isArray(header)) throw new NotSafetensors('has a header that is no object');
  return header as Readonly<Record<string, unknown>>;
}

function textsOf(metadata: unknown): ReadonlyMap<string, string> {
  const entries = typeof metadata === 'object' && metadata !== null ? Object.entries(metadata) : [];
  return new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

function soundEntry(name: string, entry: unknown): { readonly dtype: string; readonly shape: readonly number[]; readonly from: number; readonly to: number } {
  const { dtype, shape, data_offsets: offsets } = (typeof entry === 'object' && entry !== null ? entry : {}) as { dtype?: unknown; shape?: unknown; data_offsets?: unknown };
  const wrong = (what: string): NotSafetensors => new NotSafetensors(`has a tensor "${name}" ${what}`);
  if (typeof dtype !== 'string' || !Object.hasOwn(SIZES, dtype)) throw wrong('of no type that there is');
  if (!areCounts(shape)) throw wrong('without a shape');
  if (!areCounts(offsets) || offsets.length !== 2 || offsets[1]! < offsets[0]!) throw wrong('that lies nowhere');
  const [from, to] = offsets as [number, number];
  if (shape.reduce((a, b) => a * b, SIZES[dtype]!) !== to - from) throw wrong(`whose ${to - from} bytes are not those of its shape`);
  return { dtype, shape, from, to };
}

const areCounts = (value: unknown): value is number[] => Array.isArray(value) && value.every((v) => Number.isSafeInteger(v) && v >= 0);
