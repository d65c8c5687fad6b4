import { definePackage } from '@knotwork/plugin';
import { identity } from './identity.js';
import { silu } from './silu.js';
import { tanh } from './tanh.js';

export { identity, silu, tanh };
export default definePackage({ api: 1, plugins: [identity, silu, tanh] });
