import type { ForeignArray, ForeignFile } from '@knotwork/plugin';
import { badForeignFile } from './import-errors.js';
import { NotSafetensors, readSafetensorsFile, type Tensor } from './safetensors.js';

/** How a number of a type that is read lies in a file, little-endian. Numbers of half precision are no network's own: they were rounded for storage. */
const TYPES: Readonly<Record<string, { readonly bytes: number; readonly get: (view: DataView, at: number) => number }>> = {
  F64: { bytes: 8, get: (view, at) => view.getFloat64(at, true) }, F32: { bytes: 4, get: (view, at) => view.getFloat32(at, true) },
  I64: { bytes: 8, get: (view, at) => Number(view.getBigInt64(at, true)) }, I32: { bytes: 4, get: (view, at) => view.getInt32(at, true) },
  U8: { bytes: 1, get: (view, at) => view.getUint8(at) }, BOOL: { bytes: 1, get: (view, at) => view.getUint8(at) },
};

/**
 * Reads a file of safetensors that another program wrote.
 *
 * @param name what messages call it
 * @throws KnotworkError `input` for a file that is damaged, a type that is not read, and numbers that are not finite
 */
export function foreignTensors(bytes: Uint8Array, name: string): ForeignFile {
  try {
    const { tensors, texts } = readSafetensorsFile(bytes);
    return { name, texts, arrays: new Map([...tensors].map(([of, tensor]) => [of, arrayOf(of, tensor, name)])) };
  } catch (error) {
    if (error instanceof NotSafetensors) throw badForeignFile(name, `it ${error.message}`);
    throw error;
  }
}

function arrayOf(of: string, { dtype, shape, bytes }: Tensor, name: string): ForeignArray {
  const type = TYPES[dtype];
  if (type === undefined) throw badForeignFile(name, `its tensor "${of}" is ${dtype}, and ${Object.keys(TYPES).join(', ')} are read`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = Float64Array.from({ length: bytes.length / type.bytes }, (_, k) => type.get(view, k * type.bytes));
  if (!values.every(Number.isFinite)) throw badForeignFile(name, `its tensor "${of}" has a number that is not finite`);
  return { shape, values, isSingle: dtype === 'F32' };
}
