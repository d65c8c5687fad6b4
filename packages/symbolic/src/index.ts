export { curveOf, type Curve, type CurvePoints } from './curve.js';
export { descriptionLength, type DescriptionLength, type Noise } from './description-length.js';
export { FittedFunction, type Fitted } from './fitted-function.js';
export { Library, type LibraryEntry } from './library.js';
export { type Candidate, suggest } from './suggest.js';
