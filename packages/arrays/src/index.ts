export type { NamedArrays, NumberArray } from './number-array.js';
export { DamagedArrays, readNpz } from './read-npz.js';
export { writeNpz } from './write-npz.js';
