import { definePackage } from '@knotwork/plugin';
import { csv } from './csv.js';
import { expression } from './expression.js';

export { csv, expression };
export default definePackage({ api: 2, plugins: [csv, expression] });
