import { definePackage } from '@knotwork/plugin';
import { auto } from './auto.js';
import { deep } from './deep.js';
import { glorot } from './glorot.js';
import { power } from './power.js';
import { small } from './small.js';

export { auto, deep, glorot, power, small };
export default definePackage({ api: 2, plugins: [auto, deep, glorot, power, small] });
