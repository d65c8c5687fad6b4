import { definePackage } from '@knotwork/plugin';
import { reference } from './reference.js';

export { Evaluation } from './evaluation.js';
export { findNotFinite } from './find-not-finite.js';
export { momentsOfInputs } from './moments.js';
export { ReferenceData } from './reference-data.js';
export { reference };
export { ReferenceBackend } from './reference-backend.js';
export { referenceExtent } from './reference-extent.js';
export default definePackage({ api: 2, plugins: [reference] });
