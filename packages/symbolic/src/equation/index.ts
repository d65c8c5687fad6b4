export { type ConstantsOutcome, Equation, type EquationConstant, type EquationData, type EquationDifference, type EquationInput, equationOf, type EquationOptions, type EquationOutput } from './equation.js';
export type { FrontEntry } from './front.js';
export { scalesOfGrowing } from './growing-errors.js';
export type { LeftOver } from './left-over.js';
export { type ConstantsProblem, type FittedConstants, fitConstants } from './fit-constants.js';
export type { OutsideDomain } from './outside-domains.js';
export { PrintedEquation } from './printed-equation.js';
export { type EdgePart, readable, type SymbolicEdge, type SymbolicLayer, type SymbolicNetwork, type UnreadEdge } from './symbolic-network.js';
