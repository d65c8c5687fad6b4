import { definePackage } from '@knotwork/plugin';
import { functionBasis } from './function.js';
import { polynomial } from './polynomial.js';

export { functionBasis, polynomial };
export default definePackage({ api: 2, plugins: [functionBasis, polynomial] });
