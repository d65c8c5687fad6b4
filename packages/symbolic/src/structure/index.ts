export { findFunctions } from './find-function.js';
export { findPair } from './find-pair.js';
export { findPowerGroups, type FoundGroup, groupCurve } from './find-power-group.js';
export { type Factor, findExponents, findPowers, type FoundExponents, type FoundPowers } from './find-powers.js';
export { findRatio, type FoundRatio, isMetByPowers, polynomialError, type Term } from './find-ratio.js';
export { findStructure, type StructureRequest } from './find-structure.js';
export type { FoundFunctions, FunctionPart } from './found-functions.js';
export { type FoundStructure, inputsOf, type Part, structureText } from './found-structure.js';
export type { Evaluate } from './function-values.js';
