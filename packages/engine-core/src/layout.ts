import type { ShapeParameter } from '@knotwork/plugin';
import type { CompileOptions, Layout, Objective, Structure, TermStructure } from '@knotwork/plugin/engine';
import { wrongUse } from './errors.js';

/** Unknown numbers of one term: index of the first coefficient, of the base weight and of the basis weight of each edge, as the term numbers them; -1 where not trained. */
export interface TermLayout {
  readonly coefficients: Int32Array;
  readonly baseWeight: Int32Array;
  readonly basisWeight: Int32Array;
  /** Unknown of every entry of the segment of a shape parameter, by name; -1 where not trained. */
  readonly shape: Readonly<Record<string, Int32Array>>;
}

/** Which numbers are unknowns, and where. */
export interface ProgramLayout extends Layout {
  readonly terms: readonly (readonly TermLayout[])[];
  /** Unknown of each sum's bias per layer; -1 where not trained. */
  readonly bias: readonly Int32Array[];
}

/**
 * Numbers the unknowns: layer by layer, input by input, sum by sum, so that the unknowns one sample touches come in
 * ascending order and the coefficients of an edge lie side by side. Shape parameters stand behind the edges that share them: an edge's
 * own behind its weights, those of an input behind the edges that leave it, those of a layer behind all of its edges; then biases. The scalars of the
 * objective come last.
 */
export function layoutOf(structure: Structure, { scalars = {} }: Pick<Objective, 'scalars'>, options: CompileOptions): ProgramLayout {
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
    const of = layer.terms.map((term) => emptyLayout(term));
    const addShapes = (term: TermStructure, scope: ShapeParameter['scope'], entry: number): void => {
      if (!wants('shape')) return;
      for (const [name, parameter] of Object.entries(term.shape)) {
        if (parameter.trainable && parameter.scope === scope) of[term.index]!.shape[name]![entry] = unknowns(term.segments.shape[name]!.offset + entry, 1);
      }
    };
    for (let i = 0; i < layer.inputs; i++) {
      for (let pair = i * layer.sums; pair < (i + 1) * layer.sums; pair++) {
        for (const [t, term] of layer.terms.entries()) {
          const e = term.edges.edgeAt[pair]!;
          if (e < 0) continue;
          const { coefficients, baseWeight, basisWeight } = term.segments;
          if (wants('coefficients')) of[t]!.coefficients[e] = unknowns(coefficients.offset + e * term.size, term.size);
          if (baseWeight !== null && wants('baseWeight')) of[t]!.baseWeight[e] = unknowns(baseWeight.offset + e, 1);
          if (basisWeight !== null && wants('basisWeight') && options.parameters === 'trainable') of[t]!.basisWeight[e] = unknowns(basisWeight.offset + e, 1);
          addShapes(term, 'edge', e);
        }
      }
      for (const term of layer.terms) if (term.edges.inputAt[i]! >= 0) addShapes(term, 'input', term.edges.inputAt[i]!);
    }
    for (const term of layer.terms) if (term.edges.count > 0) addShapes(term, 'layer', 0);
    const b = new Int32Array(layer.sums).fill(-1);
    if (wants('bias')) for (let o = 0; o < layer.sums; o++) if (layer.trainsBias[o] === 1) b[o] = unknowns(layer.bias.offset + o, 1);
    terms.push(of);
    bias.push(b);
  }
  const names = Object.keys(scalars);
  const count = parameterOf.length + names.length;
  if (count === 0) throw wrongUse('nothing is trainable');
  return { unknowns: count, parameterOf: Uint32Array.from(parameterOf), scalars: names, terms, bias };
}

function emptyLayout({ edges: { count }, segments }: TermStructure): TermLayout {
  const none = (length: number): Int32Array => new Int32Array(length).fill(-1);
  return {
    coefficients: none(count), baseWeight: none(count), basisWeight: none(count),
    shape: Object.fromEntries(Object.entries(segments.shape).map(([name, { length }]) => [name, none(length)])),
  };
}
