export { TallLeastSquares } from './tall-least-squares.js';
