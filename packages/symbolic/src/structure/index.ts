export { findStructure, type StructureRequest } from './find-structure.js';
export { type FoundStructure, inputsOf, type Part, structureText } from './found-structure.js';
export type { Evaluate } from './function-values.js';
