import { definePackage } from '@knotwork/plugin';
import { fixed } from './fixed.js';
import { moving } from './moving.js';

export { fixed, moving };
export default definePackage({ api: 1, plugins: [fixed, moving] });
