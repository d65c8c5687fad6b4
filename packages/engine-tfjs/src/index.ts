import { definePackage } from '@knotwork/plugin';
import { tfjs } from './tfjs.js';

export { type BackendName, BACKENDS } from './backends/backend-names.js';
export { openBackend, type OpenBackend } from './backends/open-backend.js';
export { tfjs };
export default definePackage({ api: 2, plugins: [tfjs] });
