import type { CompileOptions, Layout, Structure } from '@knotwork/plugin';
import { wrongUse } from './errors.js';

/** Unknown numbers of one term: index of the first coefficient, of the base weight and of the basis weight of each edge; -1 where not trained. */
export interface TermLayout {
  readonly coefficients: Int32Array;
  readonly baseWeight: Int32Array;
  readonly basisWeight: Int32Array;
}

/** Which numbers are unknowns, and where. */
export interface ProgramLayout extends Layout {
  readonly terms: readonly (readonly TermLayout[])[];
  /** Unknown of each output's bias per layer; -1 where not trained. */
  readonly bias: readonly Int32Array[];
}

/**
 * Numbers the unknowns: layer by layer, input by input, output by output, so that the unknowns one sample touches come in
 * ascending order and the coefficients of an edge lie side by side.
 */
export function layoutOf(structure: Structure, options: CompileOptions): ProgramLayout {
  const parameterOf: number[] = [];
  const wants = (role: CompileOptions['trainable'][number]): boolean => options.trainable.includes(role);
  const unknowns = (offset: number, count: number): number => {
    const first = parameterOf.length;
    for (let k = 0; k < count; k++) parameterOf.push(offset + k);
    return first;
  };
  const terms: TermLayout[][] = [];
  const bias: Int32Array[] = [];
  for (const layer of structure.layers) {
    const edges = layer.inputs * layer.outputs;
    const of = layer.terms.map((): TermLayout => ({
      coefficients: new Int32Array(edges).fill(-1), baseWeight: new Int32Array(edges).fill(-1), basisWeight: new Int32Array(edges).fill(-1),
    }));
    for (let e = 0; e < edges; e++) {
      for (const [t, term] of layer.terms.entries()) {
        if (term.mask[e] === 0) continue;
        const { coefficients, baseWeight, basisWeight } = term.segments;
        if (wants('coefficients')) of[t]!.coefficients[e] = unknowns(coefficients.offset + e * term.size, term.size);
        if (baseWeight !== null && wants('baseWeight')) of[t]!.baseWeight[e] = unknowns(baseWeight.offset + e, 1);
        if (basisWeight !== null && wants('basisWeight') && options.parameters === 'trainable') of[t]!.basisWeight[e] = unknowns(basisWeight.offset + e, 1);
      }
    }
    const b = new Int32Array(layer.outputs).fill(-1);
    if (wants('bias')) for (let o = 0; o < layer.outputs; o++) if (layer.trainsBias[o] === 1) b[o] = unknowns(layer.bias.offset + o, 1);
    terms.push(of);
    bias.push(b);
  }
  if (parameterOf.length === 0) throw wrongUse('nothing is trainable');
  return { unknowns: parameterOf.length, parameterOf: Uint32Array.from(parameterOf), terms, bias };
}
