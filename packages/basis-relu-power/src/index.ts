import { definePackage } from '@knotwork/plugin';
import { reluPower } from './relu-power.js';

export { reluPower };
export default definePackage({ api: 2, plugins: [reluPower] });
