import { definePackage } from '@knotwork/plugin';
import { plain } from './edges/plain.js';
import { residual } from './edges/residual.js';
import { kan } from './layers/kan.js';

export { kan, plain, residual };
export default definePackage({ api: 1, plugins: [plain, residual, kan] });
