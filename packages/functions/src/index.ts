import { definePackage } from '@knotwork/plugin';
import { abs } from './abs.js';
import { arccos } from './arccos.js';
import { arcsin } from './arcsin.js';
import { arctan } from './arctan.js';
import { arctanh } from './arctanh.js';
import { besselJ0 } from './bessel-j0.js';
import { cosh } from './cosh.js';
import { cosine } from './cosine.js';
import { cube } from './cube.js';
import { erf } from './erf.js';
import { exp } from './exp.js';
import { fifthPower } from './fifth-power.js';
import { fourthPower } from './fourth-power.js';
import { gaussian } from './gaussian.js';
import { gelu } from './gelu.js';
import { identity } from './identity.js';
import { log } from './log.js';
import { power } from './power.js';
import { reciprocal } from './reciprocal.js';
import { reciprocalCube } from './reciprocal-cube.js';
import { reciprocalFifthPower } from './reciprocal-fifth-power.js';
import { reciprocalFourthPower } from './reciprocal-fourth-power.js';
import { reciprocalSqrt } from './reciprocal-sqrt.js';
import { reciprocalSquare } from './reciprocal-square.js';
import { relu } from './relu.js';
import { sigmoid } from './sigmoid.js';
import { sign } from './sign.js';
import { silu } from './silu.js';
import { sine } from './sine.js';
import { sinh } from './sinh.js';
import { softplus } from './softplus.js';
import { sqrt } from './sqrt.js';
import { square } from './square.js';
import { tangent } from './tangent.js';
import { tanh } from './tanh.js';
import { threeHalvesPower } from './three-halves-power.js';

export {
  abs, arccos, arcsin, arctan, arctanh, besselJ0, cosh, cosine, cube, erf, exp, fifthPower, fourthPower, gaussian, gelu, identity, log, power, reciprocal,
  reciprocalCube, reciprocalFifthPower, reciprocalFourthPower, reciprocalSqrt, reciprocalSquare, relu, sigmoid, sign, silu, sine, sinh, softplus,
  sqrt, square, tangent, tanh, threeHalvesPower,
};
export default definePackage({
  api: 2,
  plugins: [
    abs, arccos, arcsin, arctan, arctanh, besselJ0, cosh, cosine, cube, erf, exp, fifthPower, fourthPower, gaussian, gelu, identity, log, power, reciprocal,
    reciprocalCube, reciprocalFifthPower, reciprocalFourthPower, reciprocalSqrt, reciprocalSquare, relu, sigmoid, sign, silu, sine, sinh, softplus,
    sqrt, square, tangent, tanh, threeHalvesPower,
  ],
});
