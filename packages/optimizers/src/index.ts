import { definePackage } from '@knotwork/plugin';
import { adam } from './adam.js';
import { adamw } from './adamw.js';
import { lBfgs } from './l-bfgs.js';
import { levenbergMarquardt } from './levenberg-marquardt.js';
import { sgd } from './sgd.js';

export { adam, adamw, lBfgs, levenbergMarquardt, sgd };
export default definePackage({ api: 2, plugins: [adam, adamw, lBfgs, levenbergMarquardt, sgd] });
