import { definePackage } from '@knotwork/plugin';
import { adam } from './adam.js';
import { adamw } from './adamw.js';
import { lBfgs } from './l-bfgs.js';
import { levenbergMarquardt } from './levenberg-marquardt.js';
import { sgd } from './sgd.js';
import { ssbroyden } from './ssbroyden.js';

export { adam, adamw, lBfgs, levenbergMarquardt, sgd, ssbroyden };
export default definePackage({ api: 2, plugins: [adam, adamw, lBfgs, levenbergMarquardt, sgd, ssbroyden] });
