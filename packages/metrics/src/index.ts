import { definePackage } from '@knotwork/plugin';
import { accuracy } from './accuracy.js';
import { mae } from './mae.js';
import { maxError } from './max-error.js';
import { r2 } from './r2.js';
import { rmse } from './rmse.js';

export { accuracy, mae, maxError, r2, rmse };
export default definePackage({ api: 2, plugins: [mae, maxError, r2, rmse, accuracy] });
