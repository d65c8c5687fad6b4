import { definePackage } from '@knotwork/plugin';
import { affine } from './bases/affine.js';
import { sharedSpline } from './bases/shared-spline.js';
import { plain } from './edges/plain.js';
import { residual } from './edges/residual.js';
import { kan } from './layers/kan.js';
import { mixed } from './layers/mixed.js';
import { mlp } from './layers/mlp.js';
import { splineMlp } from './layers/spline-mlp.js';

export { affine, kan, mixed, mlp, plain, residual, sharedSpline, splineMlp };
export default definePackage({ api: 1, plugins: [affine, sharedSpline, plain, residual, kan, mixed, mlp, splineMlp] });
