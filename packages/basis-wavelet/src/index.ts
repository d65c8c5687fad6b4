import { definePackage } from '@knotwork/plugin';
import { wavelet } from './wavelet.js';

export { wavelet };
export default definePackage({ api: 2, plugins: [wavelet] });
