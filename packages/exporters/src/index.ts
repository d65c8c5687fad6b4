import { definePackage } from '@knotwork/plugin';
import { c } from './c/c.js';
import { javascript } from './javascript/javascript.js';
import { python } from './python/python.js';

export { c, javascript, python };
export default definePackage({ api: 2, plugins: [c, javascript, python] });
