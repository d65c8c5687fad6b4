import { definePackage } from '@knotwork/plugin';
import { glorot } from './glorot.js';
import { power } from './power.js';
import { small } from './small.js';

export { glorot, power, small };
export default definePackage({ api: 2, plugins: [glorot, power, small] });
