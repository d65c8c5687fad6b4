import { definePackage } from '@knotwork/plugin';
import { gaussianRbf } from './gaussian-rbf.js';
import { tanhBump } from './tanh-bump.js';

export { gaussianRbf, tanhBump };
export default definePackage({ api: 2, plugins: [gaussianRbf, tanhBump] });
