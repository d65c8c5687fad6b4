import { adaptGrid, domainOf, type DomainMove, edgeFunctions } from '@knotwork/network';
import { callPlugin, type GridSituation, type Query, type State, type Structure } from '@knotwork/plugin';
import type { Session } from './session.js';

// A re-placement that is not forced is undone when it raises the objective by more than 1 % and by more than 1e-12
// (targets are standardized, so their variance is 1).
const WORSE = 1.01;
const NOISE = 1e-12;

/** What a look at the grids did. */
export interface GridReport {
  readonly moved: number;
  readonly undone: number;
  readonly functions: number;
}

/**
 * Lets the grid strategy look at every layer, from the input on, and moves the grids it wants moved, re-expressing the edges.
 * Moves forced by samples outside are kept; the others of a layer are one trial, kept or undone together.
 *
 * @param keepAll the move before the first step: nothing is undone
 */
export async function moveGrid(session: Session, state: State, query: Query, keepAll: boolean): Promise<GridReport> {
  const { structure, grid: { definition, options } } = session.problem;
  let [moved, undone, functions] = [0, 0, 0];
  if (definition.capabilities.knots === 'none') return { moved, undone, functions };
  for (const layer of structure.layers) {
    if (layer.terms.every((t) => t.basis.capabilities.onDomainMove === 'none')) continue;
    const samples = await state.preActivations(session.train, layer.index);
    const { network } = await state.read();
    const forced: DomainMove[] = [];
    const trials: DomainMove[] = [];
    for (let i = 0; i < layer.inputs; i++) {
      const column = (): Float64Array => Float64Array.from({ length: samples.count }, (_, n) => samples.values[n * samples.width + i]!);
      const placement = callPlugin(definition, 'place', () => definition.place(situationOf(structure, network.parameters, layer.index, i, column), options));
      if (placement === null) continue;
      (placement.isForced || keepAll ? forced : trials).push({ layer: layer.index, input: i, domain: placement.domain });
    }
    if (forced.length > 0) {
      await state.write({ parameters: adaptGrid(structure, network.parameters, forced).parameters });
      moved += forced.length;
    }
    if (trials.length > 0) {
      const before = await state.value(session.train, query);
      const trial = await state.fork();
      const { parameters } = (await state.read()).network;
      await trial.write({ parameters: adaptGrid(structure, parameters, trials).parameters });
      const after = await trial.value(session.train, query);
      functions += 2;
      if (after.status === 'ok' && !(after.value > WORSE * before.value && after.value - before.value > NOISE)) {
        await state.copyFrom(trial);
        moved += trials.length;
      } else undone += trials.length;
      await trial.dispose();
    }
  }
  return { moved, undone, functions };
}

function situationOf(structure: Structure, parameters: Float64Array, l: number, input: number, samples: () => Float64Array): GridSituation {
  const layer = structure.layers[l]!;
  const term = layer.terms[0]!;
  return {
    layer: l, input, get samples() { return samples(); }, isNetworkInput: l === 0, intervals: term.intervals, domain: domainOf(parameters, term.segments.domain, input),
    edges: (points, order) => {
      const all = edgeFunctions(layer, parameters, () => points, order);
      return Array.from({ length: layer.outputs }, (_, o) => all.slice((input * layer.outputs + o) * points.length, (input * layer.outputs + o + 1) * points.length));
    },
  };
}
