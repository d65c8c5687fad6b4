import { definePackage } from '@knotwork/plugin';
import { roughness } from './roughness.js';

export { roughness };
export default definePackage({ api: 1, plugins: [roughness] });
