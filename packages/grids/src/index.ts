import { definePackage } from '@knotwork/plugin';
import { curvature } from './curvature.js';
import { fixed } from './fixed.js';
import { moving } from './moving.js';
import { quantile } from './quantile.js';

export { curvature, fixed, moving, quantile };
export default definePackage({ api: 2, plugins: [fixed, moving, quantile, curvature] });
