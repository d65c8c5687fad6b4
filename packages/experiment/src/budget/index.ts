export { type Budget, bytesOf, largest, MOST_BYTES, mostUnknowns } from './budget.js';
export { budgetHere } from './budget-here.js';
export { levelTooHigh, memoryOfLevel, noRoomToSolve, unknownsOfLevel } from './errors.js';
export { type Memory, unknownMemory } from './memory.js';
export { requireNetwork } from './require-network.js';
export { requireRows } from './require-rows.js';
export { type Solver, solverOf } from './solver.js';
