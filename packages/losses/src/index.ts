import { definePackage } from '@knotwork/plugin';
import { crossEntropy } from './cross-entropy.js';
import { huber } from './huber.js';
import { meanAbsoluteError } from './mean-absolute-error.js';
import { meanSquaredError } from './mean-squared-error.js';

export { crossEntropy, huber, meanAbsoluteError, meanSquaredError };
export default definePackage({ api: 2, plugins: [meanSquaredError, meanAbsoluteError, huber, crossEntropy] });
