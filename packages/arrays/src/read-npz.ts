import { DamagedArrays } from './damaged-arrays.js';
import { type NamedArrays, type NumberArray, sizeOf } from './number-array.js';
import { unzipped } from './unzipped.js';

/**
 * Reads what {@link writeNpz} wrote, or np.savez of float64 arrays in C order.
 *
 * @throws DamagedArrays for anything else
 */
export function readNpz(bytes: Uint8Array): NamedArrays {
  const files = unzipped(bytes);
  return Object.fromEntries(Object.entries(files).map(([name, content]) => [name.replace(/\.npy$/, ''), arrayOf(name, content)]));
}

function arrayOf(name: string, content: Uint8Array): NumberArray {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const isNpy = content.length > 10 && content[0] === 0x93 && new TextDecoder().decode(content.subarray(1, 6)) === 'NUMPY' && content[6] === 1;
  const start = isNpy ? 10 + view.getUint16(8, true) : Infinity;
  const [, list] = /^\{'descr': '<f8', 'fortran_order': False, 'shape': \(([\d, ]*)\)/.exec(new TextDecoder().decode(content.subarray(10, start))) ?? [];
  if (list === undefined) throw new DamagedArrays(`has in "${name}" no array of float64`);
  const shape = list.split(',').filter((n) => n.trim() !== '').map(Number);
  if (sizeOf(shape) * 8 !== content.length - start) throw new DamagedArrays(`has in "${name}" ${content.length - start} bytes for the shape [${shape.join(', ')}]`);
  return { shape, values: Float64Array.from({ length: sizeOf(shape) }, (_, k) => view.getFloat64(start + 8 * k, true)) };
}
