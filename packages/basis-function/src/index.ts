import { definePackage } from '@knotwork/plugin';
import { functionBasis } from './function.js';

export { functionBasis };
export default definePackage({ api: 2, plugins: [functionBasis] });
