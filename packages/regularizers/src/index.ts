import { definePackage } from '@knotwork/plugin';
import { activationL1 } from './activation-l1.js';
import { entropy } from './entropy.js';
import { meanAbs } from './mean-abs.js';
import { roughness } from './roughness.js';
import { sparsity } from './sparsity.js';

export { activationL1, entropy, meanAbs, roughness, sparsity };
export default definePackage({ api: 2, plugins: [activationL1, entropy, meanAbs, roughness, sparsity] });
