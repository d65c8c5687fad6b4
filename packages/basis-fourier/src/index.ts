import { definePackage } from '@knotwork/plugin';
import { fourier } from './fourier.js';

export { fourier };
export default definePackage({ api: 2, plugins: [fourier] });
