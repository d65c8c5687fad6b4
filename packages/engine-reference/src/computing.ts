// What the engine computes with, for those who load it late.
export { ReferenceBackend } from './reference-backend.js';
export { referenceExtent } from './reference-extent.js';
