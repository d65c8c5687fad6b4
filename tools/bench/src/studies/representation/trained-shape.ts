import { placeOf } from '@knotwork/network';
import { randomStream } from '@knotwork/numerics';
import type { Catalog, PluginUse, Rows } from '@knotwork/plugin';
import { fit } from '@knotwork/training';
import { freshKan, leastSquaresProblem } from '../../lib/kan-problem.js';

const POINTS = 1001;

/**
 * Shape parameters of one edge on [-1, 1] that was fitted to a function by Levenberg-Marquardt from several beginnings: those of the
 * best of all. No optimizer promises that they are the best there are.
 */
export async function trainedShape(
  catalog: Catalog, basis: PluginUse, target: (x: number) => number, { starts, steps }: { readonly starts: number; readonly steps: number },
): Promise<Readonly<Record<string, number>>> {
  const fresh = (start: number): ReturnType<typeof freshKan> =>
    freshKan({ widths: [1, 1], edge: { kind: 'plain' }, basis, domain: [-1, 1] }, randomStream(start, 'representation'), catalog);
  const { structure } = fresh(0);
  const problem = await leastSquaresProblem(catalog, structure, { train: rows(target), validation: null }, {
    optimizer: { kind: 'levenberg-marquardt' }, grid: { kind: 'fixed' },
  });
  const { network } = await fit({ ...problem, trainable: ['coefficients', 'shape'] }, (start) => fresh(start).network, {
    steps, starts: { count: starts, steps: Math.ceil(steps / 4), keep: 1 }, phase: 'start', patience: Infinity,
    observe: () => undefined, isOver: () => false, signal: undefined,
  });
  return placeOf(structure.layers[0]!.terms[0]!, network.parameters, 0).shape!;
}

function rows(target: (x: number) => number): Rows {
  const inputs = Float64Array.from({ length: POINTS }, (_, n) => (2 * n) / (POINTS - 1) - 1);
  return { inputs: { count: POINTS, width: 1, values: inputs }, targets: { count: POINTS, width: 1, values: inputs.map(target) } };
}
