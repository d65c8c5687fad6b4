import { zipSync } from 'fflate';
import { type NamedArrays, type NumberArray, sizeOf } from './number-array.js';

const MAGIC = [0x93, ...new TextEncoder().encode('NUMPY'), 1, 0];
/** Length of magic, version and length of the header. */
const BEFORE = 10;
/** Values begin at a multiple of it. */
const ALIGNMENT = 64;
/** The first day that a zip file can tell. Its bytes are those of the arrays, whenever they are written. */
const NO_DATE = new Date(1980, 0, 1);
/** Numbers of many digits hardly shrink: more effort buys nothing. */
const EFFORT = 1;

/**
 * Writes arrays as np.savez_compressed does: `np.load(file)[name]` gives each of them. The same arrays give the same bytes.
 *
 * @throws Error where a shape and its values do not go together
 */
export function writeNpz(arrays: NamedArrays): Uint8Array {
  return zipSync(Object.fromEntries(Object.entries(arrays).map(([name, array]) => [`${name}.npy`, npy(name, array)])), { level: EFFORT, mtime: NO_DATE });
}

/** @source NumPy, numpy.lib.format, version 1.0 of the format */
function npy(name: string, { shape, values }: NumberArray): Uint8Array {
  if (sizeOf(shape) !== values.length) throw new Error(`array "${name}" has the shape [${shape.join(', ')}] and ${values.length} values`);
  const said = `{'descr': '<f8', 'fortran_order': False, 'shape': (${shape.map((n) => `${n},`).join(' ')}), }`;
  const length = Math.ceil((BEFORE + said.length + 1) / ALIGNMENT) * ALIGNMENT - BEFORE;
  const bytes = new Uint8Array(BEFORE + length + 8 * values.length);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  view.setUint16(MAGIC.length, length, true);
  bytes.set(new TextEncoder().encode(`${said.padEnd(length - 1)}\n`), BEFORE);
  values.forEach((value, k) => { view.setFloat64(BEFORE + length + 8 * k, value, true); });
  return bytes;
}
