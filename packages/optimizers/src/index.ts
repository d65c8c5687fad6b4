import { definePackage } from '@knotwork/plugin';
import { adam } from './adam.js';
import { adamw } from './adamw.js';
import { lBfgs } from './l-bfgs.js';
import { levenbergMarquardt } from './levenberg-marquardt.js';
import { crossEntropy } from './losses/cross-entropy.js';
import { huber } from './losses/huber.js';
import { meanAbsoluteError } from './losses/mean-absolute-error.js';
import { meanSquaredError } from './losses/mean-squared-error.js';
import { accuracy } from './metrics/accuracy.js';
import { mae } from './metrics/mae.js';
import { maxError } from './metrics/max-error.js';
import { r2 } from './metrics/r2.js';
import { rmse } from './metrics/rmse.js';
import { sgd } from './sgd.js';

export { accuracy, adam, adamw, crossEntropy, huber, lBfgs, levenbergMarquardt, mae, maxError, meanAbsoluteError, meanSquaredError, r2, rmse, sgd };
export default definePackage({
  api: 1,
  plugins: [adam, adamw, lBfgs, levenbergMarquardt, sgd, meanSquaredError, meanAbsoluteError, huber, crossEntropy, mae, maxError, r2, rmse, accuracy],
});
