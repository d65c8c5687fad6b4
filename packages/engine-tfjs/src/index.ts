import { definePackage } from '@knotwork/plugin';
import { tfjs } from './tfjs.js';

export { tfjs };
export default definePackage({ api: 2, plugins: [tfjs] });
