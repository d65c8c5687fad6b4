export { exactLeastSquares, hasResiduals, type LeastSquaresOutcome, type LeastSquaresPlan, type LeastSquaresProblem, type PenaltyRow } from './exact-least-squares.js';
export { hasCurvature } from './methods/has-curvature.js';
