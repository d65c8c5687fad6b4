import { definePackage } from '@knotwork/plugin';
import { small } from './small.js';

export { small };
export default definePackage({ api: 1, plugins: [small] });
