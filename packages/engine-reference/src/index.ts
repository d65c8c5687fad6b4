export { ReferenceBackend, referenceExtent } from './computing.js';
export { Evaluation } from './evaluation.js';
export { findNotFinite } from './find-not-finite.js';
export { momentsOfInputs } from './moments.js';
export { default } from './plugin.js';
export { ReferenceData } from './reference-data.js';
export { reference } from './reference.js';
