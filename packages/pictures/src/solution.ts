// Pictures of solutions of equations, which a run that solves some keeps: an entry of its own, so that pages with other charts do not load them.
export { type AlongCoordinate, type SolutionLine, type SolutionPlane, type SolutionSlice } from './charts/solution-data.js';
export { numberText } from './charts/ticks.js';
export { solutionLines } from './charts/solution-lines.js';
export { solutionMap } from './charts/solution-map.js';
export { type GridValues } from './curves/regions-above.js';
