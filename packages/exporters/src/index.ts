import { definePackage } from '@knotwork/plugin';
import { c } from './c/c.js';
import { javascript } from './javascript/javascript.js';

export { c, javascript };
export default definePackage({ api: 2, plugins: [c, javascript] });
