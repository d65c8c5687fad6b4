import { definePackage } from '@knotwork/plugin';
import { reference } from './reference.js';

export { Evaluation } from './evaluation.js';
export { reference };
export { ReferenceBackend } from './reference-backend.js';
export { referenceExtent } from './reference-extent.js';
export default definePackage({ api: 2, plugins: [reference] });
