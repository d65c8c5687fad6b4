import { definePackage } from '@knotwork/plugin';
import { gelu } from './gelu.js';
import { identity } from './identity.js';
import { relu } from './relu.js';
import { sigmoid } from './sigmoid.js';
import { silu } from './silu.js';
import { sine } from './sine.js';
import { softplus } from './softplus.js';
import { tanh } from './tanh.js';

export { gelu, identity, relu, sigmoid, silu, sine, softplus, tanh };
export default definePackage({ api: 2, plugins: [gelu, identity, relu, sigmoid, silu, sine, softplus, tanh] });
