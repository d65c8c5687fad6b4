import { definePackage } from '@knotwork/plugin';
import { affine } from './affine.js';
import { mlp } from './mlp.js';
import { sharedSpline } from './shared-spline.js';
import { splineMlp } from './spline-mlp.js';

export { affine, mlp, sharedSpline, splineMlp };
export default definePackage({ api: 2, plugins: [affine, sharedSpline, mlp, splineMlp] });
