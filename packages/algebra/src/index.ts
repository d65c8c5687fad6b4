export { constant, Expr, input, isExpr, table, where, type Op, type Operand } from './expr.js';
export { formula, topologicalOrder, trace, type Formula } from './formula.js';
export { rewrite, substitute } from './rewrite.js';
export { derivative, derivatives, differentiate } from './differentiate.js';
export { hessian } from './hessian.js';
export { blockProgram, type BlockProgram, type Tables } from './block-program.js';
export { evaluate } from './evaluate.js';
export { countOperations, type OperationCount } from './count-operations.js';
export { grid, GRID_KNOTS, GRID_MAX, GRID_MIN, knotAt, locate, onEvenGrid, onOwnGrid, type Grid } from './grid.js';
