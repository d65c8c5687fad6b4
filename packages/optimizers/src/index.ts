import { definePackage } from '@knotwork/plugin';
import { adam } from './adam.js';
import { adamw } from './adamw.js';
import { lBfgs } from './l-bfgs.js';
import { levenbergMarquardt } from './levenberg-marquardt.js';
import { meanSquaredError } from './losses/mean-squared-error.js';
import { mae } from './metrics/mae.js';
import { maxError } from './metrics/max-error.js';
import { r2 } from './metrics/r2.js';
import { rmse } from './metrics/rmse.js';
import { sgd } from './sgd.js';

export { adam, adamw, lBfgs, levenbergMarquardt, mae, maxError, meanSquaredError, r2, rmse, sgd };
export default definePackage({ api: 1, plugins: [adam, adamw, lBfgs, levenbergMarquardt, sgd, meanSquaredError, mae, maxError, r2, rmse] });
