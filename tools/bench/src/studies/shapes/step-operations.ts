import { countOperations, type Formula } from '@knotwork/algebra';
import { termFormula } from '@knotwork/network';
import type { Structure, TermStructure, UpdateFormula } from '@knotwork/plugin/engine';

/** Floating-point operations of one training step, by what they are for. A product that is added to something counts as two. */
export interface StepOperations {
  /** Features of every input of every layer, with derivatives where a layer before it learns. */
  readonly features: number;
  /** Outputs of every edge, summed into nodes. */
  readonly forward: number;
  /** Gradient in the coefficients and base weights. */
  readonly toCoefficients: number;
  /** Gradient in the inputs of all layers but the first. */
  readonly toInputs: number;
  /** Basis weights multiplied into coefficients, and the gradient back out of them. */
  readonly weights: number;
  /** The optimizer's formula for every unknown. */
  readonly update: number;
}

/** An exponential or a sine is a polynomial with a reduction before it: about 14 products and sums in single precision. */
const TRANSCENDENTAL = 14;

/**
 * Counts what one step on `rows` rows must compute if nothing is computed twice and nothing that is zero is touched. Per term with edges
 * from n inputs to m outputs, E of them on, and s features per edge and row (the live ones of a basis with local support, all of a global
 * one, and the base function):
 *
 *     features         rows * n * (operations of the features' formula)
 *     forward          rows * E * 2 s      every feature times its coefficient, into the node
 *     toCoefficients   rows * E * 2 s      every feature times the node's slope, into the gradient
 *     toInputs         rows * (E + n) * 2 s    every coefficient times the node's slope, per feature; then times the feature's derivative
 *     weights          E * 4 size          c = w_s * coefficient; d/dcoefficient = w_s * g; d/dw_s = sum of coefficient * g
 *     update           unknowns * (operations of the update's formula)
 *
 * In formulas every operation counts as one, exponentials and their like as 14. Loads and stores count nowhere: this is what the arithmetic
 * units have to do, to be held against what they can.
 */
export function stepOperations(structure: Structure, rows: number, { formula: update }: UpdateFormula, unknowns: number): StepOperations {
  const sum = { features: 0, forward: 0, toCoefficients: 0, toInputs: 0, weights: 0 };
  for (const { index, terms } of structure.layers) {
    // Nobody asks for the slope in the network's own inputs.
    const isHidden = index > 0;
    for (const term of terms) {
      const { count: edges, inputs: { length: inputs } } = term.edges;
      const perEdge = 2 * featuresOf(term);
      sum.features += rows * inputs * weightOf(termFormula(term, isHidden ? 1 : 0).formula);
      sum.forward += rows * edges * perEdge;
      sum.toCoefficients += rows * edges * perEdge;
      if (isHidden) sum.toInputs += rows * (edges + inputs) * perEdge;
      if (term.hasBasisWeight) sum.weights += edges * 4 * term.size;
    }
  }
  return { ...sum, update: unknowns * weightOf(update) };
}

/** All operations of a step. */
export const totalOperations = (operations: StepOperations): number => Object.values(operations).reduce((a: number, b: number) => a + b, 0);

const featuresOf = (term: TermStructure): number => term.window + (term.base === null ? 0 : 1);

function weightOf(formula: Formula): number {
  const { simple, multiply, divide, transcendental, lookup } = countOperations(formula);
  return simple + multiply + divide + lookup + TRANSCENDENTAL * transcendental;
}
