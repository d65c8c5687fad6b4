export type { CurvePoints } from './curve.js';
export type { CurveError } from './description-length.js';
export { Library, type LibraryEntry } from './library.js';
export { type Candidate, suggest, type Suggestion } from './suggest.js';
export {
  type ConstantsOutcome, type ConstantsProblem, Equation, type EquationConstant, type EquationData, type EquationDifference, type EquationInput, equationOf, type EquationOptions, type EquationOutput, fitConstants,
  type FittedConstants, type FrontEntry, type LeftOver, type OutsideDomain, PrintedEquation, readable, scalesOfGrowing, type SymbolicNetwork, type UnreadEdge,
} from './equation/index.js';
export { edgeText } from './edge-text.js';
export { type Evaluate, type Factor, findBlend, findExponents, findFunctions, findLaws, findPair, findPowerGroups, findPowers, findRatio, findSeparate, findStructure, findSurface, groupCurve, type FoundBlend, type FoundExponents, type FoundFunctions, type FoundGroup, type FoundPowers, type FoundRatio, type FoundSeparate, type FoundStructure, type FunctionPart, type Growth, inputsOf, isMetByPowers, leftByPowers, noiseAtMost, type Part, type StructureRequest, structureText, type Term } from './structure/index.js';
