import type { CompileOptions, LayerStructure, Objective, Structure, TermStructure } from '@knotwork/plugin/engine';

/** How many unknowns a program would have: those that `layoutOf` numbers, counted without a list of them. */
export function countUnknowns(structure: Structure, { scalars = {} }: Pick<Objective, 'scalars'>, options: CompileOptions): number {
  return structure.layers.reduce((sum, layer) => sum + ofLayer(layer, options), Object.keys(scalars).length);
}

function ofLayer({ terms, trainsBias }: LayerStructure, options: CompileOptions): number {
  const biases = options.trainable.includes('bias') ? trainsBias.reduce((sum, on) => sum + on, 0) : 0;
  return terms.reduce((sum, term) => sum + ofTerm(term, options), biases);
}

function ofTerm({ edges, size, shape, segments }: TermStructure, { trainable, parameters }: CompileOptions): number {
  const count = (role: CompileOptions['trainable'][number], each: number): number => (trainable.includes(role) ? each : 0);
  const perEdge = count('coefficients', size) + count('baseWeight', segments.baseWeight === null ? 0 : 1)
    + count('basisWeight', segments.basisWeight !== null && parameters === 'trainable' ? 1 : 0);
  const sharers = { edge: edges.count, input: edges.inputs.length, layer: edges.count > 0 ? 1 : 0 };
  const shapes = Object.values(shape).reduce((sum, { trainable: trains, scope }) => sum + (trains ? sharers[scope] : 0), 0);
  return edges.count * perEdge + count('shape', shapes);
}
