import { definePackage } from '@knotwork/plugin';
import { native } from './native.js';

export { kernelSizes } from './kernel-sizes.js';
export { native };
export default definePackage({ api: 2, plugins: [native] });
