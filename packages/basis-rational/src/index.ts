import { definePackage } from '@knotwork/plugin';
import { rational } from './rational.js';

export { rational };
export default definePackage({ api: 2, plugins: [rational] });
