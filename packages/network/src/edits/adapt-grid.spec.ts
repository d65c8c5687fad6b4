import { expect, test } from '@jest/globals';
import type { EdgePair, Network } from '@knotwork/plugin';
import type { Structure } from '@knotwork/plugin/engine';
import { catalog } from '../fixtures/hats.js';
import { makeNetwork } from '../fixtures/make-network.js';
import { gridOf } from '../grid/input-grid.js';
import { resolve } from '../structure/resolve.js';
import { adaptGrid } from './adapt-grid.js';
import { keepEdges } from './keep-edges.js';

/** Three inputs and two outputs; hats and, in the layer `both`, coarser ones beside them. */
const full = (kind: string): { network: Network; structure: Structure } => makeNetwork([3, 2], { layer: { kind } }, 5);

/** The same without some edges of the first term. */
function without(edges: readonly EdgePair[], { network: { spec, parameters }, structure }: ReturnType<typeof full>): { network: Network; structure: Structure } {
  const layers = spec.layers.map((layer) => ({ ...layer, terms: layer.terms.map((term, t) => (t === 0 ? { ...term, edges: { except: edges } } : term)) }));
  const fewer = resolve({ ...spec, layers }, catalog);
  return { structure: fewer, network: keepEdges(structure, parameters, fewer) };
}

test('a term follows no input that none of its edges leaves', () => {
  const alone = without([[1, 0], [1, 1]], full('sum'));
  const still = adaptGrid(alone.structure, alone.network.parameters, [{ layer: 0, input: 1, domain: [-3, 3] }]);
  expect(still).toEqual({ parameters: alone.network.parameters, report: { edgeChange: 0, skipped: 0, deficient: 0 } });

  const { structure, network } = without([[1, 0], [1, 1]], full('both'));
  const [fine, coarse] = structure.layers[0]!.terms;
  const { parameters } = adaptGrid(structure, network.parameters, [{ layer: 0, input: 1, domain: [-3, 3] }]);
  expect(gridOf(coarse!, parameters, 1).domain).toEqual([-3, 3]);
  for (const input of [0, 2]) for (const term of [fine!, coarse!]) expect(gridOf(term, parameters, input).domain).toEqual([-1, 1]);
});

test('edges that are off have no part in a refit: the others come out as they do among them', () => {
  const all = full('sum');
  for (const off of [[[0, 0]], [[1, 0]], [[1, 1]], [[0, 0], [0, 1], [1, 1], [2, 0]]] satisfies EdgePair[][]) {
    const some = without(off, all);
    const move = { layer: 0, input: 1, domain: [-1.3, 0.8], norm: 'data', samples: Float64Array.of(-0.9, -0.2, 0.1, 0.75) } as const;
    const moved = adaptGrid(all.structure, all.network.parameters, [move]).parameters;
    const { parameters } = adaptGrid(some.structure, some.network.parameters, [move]);
    expect(parameters).toEqual(keepEdges(all.structure, moved, some.structure).parameters);
  }
});
