import { definePackage } from '@knotwork/plugin';
import { reference } from './reference.js';

// Apart from what it computes with: a page that trains with kernels does not load that.
export default definePackage({ api: 2, plugins: [reference] });
