import type { Equations } from '@knotwork/plugin';
import type { Engine, Normal, Scalars } from '@knotwork/plugin/engine';
import { trainableRoles } from '../stages/problem.js';
import type { Model } from '../stages/stage.js';

/** How sure numbers are that were found from measured rows. */
export interface Errors {
  /** By the name of the number. */
  readonly standardErrors: Readonly<Record<string, number>>;
  /** Degrees of freedom that measured rows were fitted with, and the standard deviation of their noise. */
  readonly edf: number;
  readonly noise: number;
}

/**
 * Standard errors of the scalars of equations, by the noise of measured rows alone. H is the matrix of the normal equations of all blocks, M that of the measured ones, whose weights and means it has:
 *
 *     noise^2 = n / (n - tr H^-1 M) times the mean square,    variance of scalar k = noise^2 w / n (H^-1 M H^-1)_kk
 *
 * Equations and conditions are taken to hold: where the network cannot satisfy them, errors are larger than this.
 *
 * @returns null where nothing was measured or found, or where the engine has no normal equations
 */
export async function errorsOfEstimates(engine: Engine, { structure, network, scalars }: Model & { readonly scalars: Scalars }, { objective, points }: Equations): Promise<Errors | null> {
  const measured = objective.blocks.filter(({ reads }) => Object.values(reads).some(({ of }) => of === 'target'));
  const names = Object.keys(objective.scalars ?? {});
  const [first] = measured;
  // Blocks of different noise would need an estimate each.
  if (first === undefined || measured.length > 1 || names.length === 0 || !engine.can.normalEquations) return null;
  const program = await engine.compile(structure, objective, { trainable: trainableRoles, parameters: 'effective' });
  try {
    const state = await program.start(network, { scalars });
    const all = await state.normal(await program.bind(points));
    const own = await state.normal(await program.bind({ [first.points]: points[first.points]! }, { blocks: [first.name] }));
    const { unknowns } = all;
    const identity = new Float64Array(unknowns * unknowns);
    for (let k = 0; k < unknowns; k++) identity[k * unknowns + k] = 1;
    const inverse = await state.solve(all, {}, identity);
    const n = points[first.points]!.inputs.count;
    const edf = trace(inverse, own);
    const noise2 = (2 * own.value.blocks[0]! * n) / Math.max(n - edf, 1);
    const standardErrors = names.map((name, k): [string, number] => {
      const at = (unknowns - names.length + k) * unknowns;
      return [name, Math.sqrt((noise2 * first.weight) / n * quadratic(own, inverse.subarray(at, at + unknowns)))];
    });
    return { standardErrors: Object.fromEntries(standardErrors), edf, noise: Math.sqrt(noise2) };
  } finally {
    await program.dispose();
  }
}

/** v'Mv, M symmetric with its lower triangle. */
function quadratic({ unknowns, hessian }: Normal, v: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < unknowns; i++) {
    sum += v[i]! ** 2 * hessian[i * unknowns + i]!;
    for (let j = 0; j < i; j++) sum += 2 * v[i]! * v[j]! * hessian[i * unknowns + j]!;
  }
  return sum;
}

/** The trace of a symmetric matrix times M. */
function trace(a: Float64Array, { unknowns, hessian }: Normal): number {
  let sum = 0;
  for (let i = 0; i < unknowns; i++) {
    sum += a[i * unknowns + i]! * hessian[i * unknowns + i]!;
    for (let j = 0; j < i; j++) sum += 2 * a[i * unknowns + j]! * hessian[i * unknowns + j]!;
  }
  return sum;
}
