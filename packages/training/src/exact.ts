export { exactLeastSquares, hasResiduals, type LeastSquaresOutcome, type LeastSquaresPlan, type LeastSquaresProblem } from './exact-least-squares.js';
