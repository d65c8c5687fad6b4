export { fit, type FitPlan, type FitResult, type Starts } from './fit.js';
export { optimize, type Plan, requireFirstOrder } from './optimize.js';
export { type GridSummary, noGrids } from './grids/grid-watch.js';
export { moveGrid, type GridReport } from './grids/move-grid.js';
export { DATA, penaltiesOf, supervised } from './objective.js';
export { addCounts, type Counts, type Ending, noCounts, type Outcome } from './outcome.js';
export { reportedBlocks, reportedLoss } from './reported-loss.js';
export { freeze } from './penalties/freeze.js';
export { type Chosen, examineProblem, openSession, type PointSets, type Problem, requireCurvature, type Session, unknownsOf, updateFormula } from './session.js';
