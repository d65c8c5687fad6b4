import { definePackage } from '@knotwork/plugin';
import { efficientKan } from './efficient-kan/efficient-kan.js';
import { fastKan } from './fast-kan/fast-kan.js';
import { jaxkan } from './jaxkan/jaxkan.js';
import { pykan } from './pykan/pykan.js';

export { efficientKan, fastKan, jaxkan, pykan };
export default definePackage({ api: 2, plugins: [efficientKan, fastKan, jaxkan, pykan] });
