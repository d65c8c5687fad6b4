import { definePackage } from '@knotwork/plugin';
import { bSpline } from './b-spline.js';

export { bSpline };
export default definePackage({ api: 2, plugins: [bSpline] });
