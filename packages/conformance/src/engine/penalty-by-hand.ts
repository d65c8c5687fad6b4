import type { Vec } from '@knotwork/plugin';
import type { FrozenPenalty, Layout, QuadraticForm, Structure } from '@knotwork/plugin/engine';

/** A frozen penalty at some parameters. */
export interface PenaltyByHand {
  readonly value: number;
  /** What the value was added up from, signs aside. */
  readonly gross: number;
  /** In all parameters: `[structure.length]`. */
  readonly gradient: Vec;
}

/** Coefficients and base weight of one edge, by their indices in the parameter vector; -1 for a weight that is not there. */
interface EdgePlaces { readonly numbers: readonly number[]; readonly weight: number }

function placesOf({ layers }: Structure, layer: number, term: number, edge: number): EdgePlaces {
  const { size, segments: { coefficients, baseWeight, basisWeight } } = layers[layer]!.terms[term]!;
  return {
    numbers: [...Array.from({ length: size }, (_, k) => coefficients.offset + edge * size + k), baseWeight === null ? -1 : baseWeight.offset + edge],
    weight: basisWeight === null ? -1 : basisWeight.offset + edge,
  };
}

/** M of a form, written out whole: `[size + 1][size + 1]`. */
function matrixOf({ size, half, band, border }: QuadraticForm): number[][] {
  const at = (i: number, j: number): number => (i - j <= half ? band[i * (half + 1) + half + j - i]! : 0);
  const { base, mean } = border ?? { base: new Float64Array(size + 1), mean: new Float64Array(size + 1) };
  return Array.from({ length: size + 1 }, (_, i) => Array.from({ length: size + 1 }, (__, j) =>
    (Math.max(i, j) === size ? base[Math.min(i, j)]! : at(Math.max(i, j), Math.min(i, j))) - mean[i]! * mean[j]!));
}

/** Edges of a form. */
const edgesOf = ({ from, to }: QuadraticForm): number[] => Array.from({ length: to - from }, (_, k) => from + k);

/** A frozen penalty by its definition: every matrix written out, every product summed. Shares nothing with how engines compute it. */
export function penaltyByHand({ forms, linear, constant }: FrozenPenalty, structure: Structure, parameters: Vec): PenaltyByHand {
  let [value, gross] = [constant, Math.abs(constant)];
  const gradient = new Float64Array(structure.length);
  /** Adds the slope in u of one edge to the parameters that make u: coefficients times basis weight, and the base weight. */
  const add = ({ numbers, weight }: EdgePlaces, slope: readonly number[]): void => {
    const factor = weight < 0 ? 1 : parameters[weight]!;
    numbers.forEach((at, k) => {
      if (at < 0) return;
      const isBase = k === numbers.length - 1;
      gradient[at]! += (isBase ? 1 : factor) * slope[k]!;
      if (!isBase && weight >= 0) gradient[weight]! += parameters[at]! * slope[k]!;
    });
  };
  const values = ({ numbers, weight }: EdgePlaces): number[] =>
    numbers.map((at, k) => (at < 0 ? 0 : parameters[at]! * (weight < 0 || k === numbers.length - 1 ? 1 : parameters[weight]!)));
  for (const form of forms) {
    const m = matrixOf(form);
    for (const e of edgesOf(form)) {
      const places = placesOf(structure, form.layer, form.term, e);
      const u = values(places);
      const product = m.map((row) => row.reduce((sum, v, j) => sum + v * u[j]!, 0));
      value += 0.5 * form.scale * product.reduce((sum, v, i) => sum + v * u[i]!, 0);
      gross += 0.5 * Math.abs(form.scale) * m.reduce((sum, row, i) => sum + row.reduce((s, v, j) => s + Math.abs(v * u[i]! * u[j]!), 0), 0);
      add(places, product.map((v) => form.scale * v));
    }
  }
  for (const { layer, term, edge, slope } of linear) {
    const places = placesOf(structure, layer, term, edge);
    const parts = values(places).map((u, k) => u * slope[k]!);
    value += parts.reduce((sum, v) => sum + v, 0);
    gross += parts.reduce((sum, v) => sum + Math.abs(v), 0);
    add(places, [...slope]);
  }
  return { value, gross, gradient };
}

/** Second derivatives of a frozen penalty in effective unknowns: `[unknowns][unknowns]`, whole. */
export function penaltyHessian({ forms }: FrozenPenalty, structure: Structure, { unknowns, parameterOf }: Layout): Vec {
  const unknownOf = new Map(Array.from(parameterOf, (at, u) => [at, u] as const));
  const hessian = new Float64Array(unknowns * unknowns);
  for (const form of forms) {
    const m = matrixOf(form);
    for (const e of edgesOf(form)) {
      const of = placesOf(structure, form.layer, form.term, e).numbers.map((at) => unknownOf.get(at));
      of.forEach((i, a) => of.forEach((j, b) => { if (i !== undefined && j !== undefined) hessian[i * unknowns + j]! += form.scale * m[a]![b]!; }));
    }
  }
  return hessian;
}
