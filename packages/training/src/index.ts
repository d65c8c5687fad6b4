export { fit, type FitPlan, type FitResult, type Starts } from './fit.js';
export { optimize, type Plan, requireFirstOrder } from './optimize.js';
export { type GridSummary, noGrids } from './grids/grid-watch.js';
export { moveGrid, type GridReport } from './grids/move-grid.js';
export { supervised } from './objective.js';
export { addCounts, type Counts, type Ending, noCounts, type Outcome } from './outcome.js';
export { reportedLoss } from './reported-loss.js';
export { type Chosen, openSession, type Problem, requireCurvature, type Session, unknownsOf, updateFormula } from './session.js';
