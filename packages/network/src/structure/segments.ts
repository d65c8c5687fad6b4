import type { Segment, TermStructure } from '@knotwork/plugin/engine';

/** Lays out a parameter vector: stretches one after another, in the order in which they are asked for. */
export class Segments {
  private readonly stretches: Segment[] = [];
  private end = 0;

  /** The next stretch. */
  add({ shape, ...stretch }: Omit<Segment, 'offset' | 'length'>): Segment {
    const segment = Object.freeze({ ...stretch, shape: Object.freeze([...shape]), offset: this.end, length: shape.reduce((a, b) => a * b, 1) });
    this.end += segment.length;
    this.stretches.push(segment);
    return segment;
  }

  /** What was laid out so far, and its length. */
  laidOut(): { readonly segments: readonly Segment[]; readonly length: number } {
    return { segments: Object.freeze([...this.stretches]), length: this.end };
  }
}

/** Where a term stands in a network. */
export interface TermPlace {
  readonly layer: number;
  /** Index of the term in its layer. */
  readonly term: number;
  readonly inputs: number;
  readonly sums: number;
}

/** Lays out the numbers of a term. */
export function segmentsOfTerm(
  segments: Segments, { layer, term }: TermPlace, { size, base, hasBasisWeight, intervals, knots, shape, edges: { count, inputs: { length: inputs } } }: Omit<TermStructure, 'segments'>,
): TermStructure['segments'] {
  const add = (role: Segment['role'], of: readonly number[], trainable: boolean, name: string = role): Segment =>
    segments.add({ name: `layers.${layer}.terms.${term}.${name}`, role, layer, term, shape: of, trainable });
  return Object.freeze({
    coefficients: add('coefficients', [count, size], true),
    baseWeight: base === null ? null : add('baseWeight', [count], true),
    basisWeight: hasBasisWeight ? add('basisWeight', [count], true) : null,
    domain: add('domain', [inputs, 2], false),
    knots: knots === 'own' ? add('knots', [inputs, intervals! + 1], false) : null,
    shape: Object.freeze(Object.fromEntries(Object.entries(shape).map(([name, { scope, trainable }]) =>
      [name, add('shape', { edge: [count], input: [inputs], layer: [1] }[scope], trainable, `shape.${name}`)]))),
  });
}
