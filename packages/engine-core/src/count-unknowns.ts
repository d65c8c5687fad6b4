import type { CompileOptions, LayerStructure, Objective, Structure, TermStructure } from '@knotwork/plugin';

/** How many unknowns a program would have: those that `layoutOf` numbers, counted without a list of them. */
export function countUnknowns(structure: Structure, { scalars = {} }: Pick<Objective, 'scalars'>, options: CompileOptions): number {
  return structure.layers.reduce((sum, layer) => sum + ofLayer(layer, options), Object.keys(scalars).length);
}

function ofLayer(layer: LayerStructure, options: CompileOptions): number {
  const biases = options.trainable.includes('bias') ? layer.trainsBias.reduce((sum, on) => sum + on, 0) : 0;
  return layer.terms.reduce((sum, term) => sum + ofTerm(layer, term, options), biases);
}

function ofTerm({ inputs, outputs }: LayerStructure, { mask, size, shape, segments }: TermStructure, { trainable, parameters }: CompileOptions): number {
  const edges = mask.reduce((sum, on) => sum + on, 0);
  const wants = { coefficients: trainable.includes('coefficients'), base: trainable.includes('baseWeight'), weight: trainable.includes('basisWeight'), shape: trainable.includes('shape') };
  const perEdge = (wants.coefficients ? size : 0) + (wants.base && segments.baseWeight !== null ? 1 : 0)
    + (wants.weight && segments.basisWeight !== null && parameters === 'trainable' ? 1 : 0);
  if (!wants.shape) return edges * perEdge;
  const live = Array.from({ length: inputs }, (_, i) => i).filter((i) => mask.subarray(i * outputs, (i + 1) * outputs).includes(1)).length;
  const sharers = { edge: edges, group: 0, input: live, layer: edges > 0 ? 1 : 0 };
  return Object.values(shape).reduce((sum, { trainable: trains, scope }) => sum + (trains ? sharers[scope] : 0), edges * perEdge);
}
