// Apart from the engine, which loads it when it is made.
export { type BackendName, BACKENDS } from './backends/backend-names.js';
export { openBackend, type OpenBackend } from './backends/open-backend.js';
