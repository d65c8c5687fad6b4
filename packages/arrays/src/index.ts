export { DamagedArrays } from './damaged-arrays.js';
export type { NamedArrays, NumberArray } from './number-array.js';
export { readNpz } from './read-npz.js';
export { type NumpyArchive, readNumpy } from './read-numpy.js';
export { writeNpz } from './write-npz.js';
