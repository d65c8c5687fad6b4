import { definePackage } from '@knotwork/plugin';
import { efficientKan } from './efficient-kan/efficient-kan.js';
import { pykan } from './pykan/pykan.js';

export { efficientKan, pykan };
export default definePackage({ api: 2, plugins: [efficientKan, pykan] });
