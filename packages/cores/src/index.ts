import { definePackage } from '@knotwork/plugin';
import { plain } from './edges/plain.js';
import { residual } from './edges/residual.js';
import { kan } from './layers/kan.js';
import { mixed } from './layers/mixed.js';
import { multiplicative } from './layers/multiplicative.js';

export { kan, mixed, multiplicative, plain, residual };
export default definePackage({ api: 2, plugins: [plain, residual, kan, mixed, multiplicative] });
