import type { Vec } from '@knotwork/plugin';
import type { BoundData, Damping, FrozenPenalty, Structure } from '@knotwork/plugin/engine';
import { DATA } from '../subjects/squared-error.js';
import { times } from './dense.js';
import type { Opened } from './open-case.js';
import { penaltyHessian } from './penalty-by-hand.js';

// Unknowns that no sample sees have a zero on the diagonal; damping keeps them where they are.
const UNSEEN = 1e-9;
const FLOOR = 1e-15;

/** H of a quadratic model, never formed: the oracle shares nothing with how an engine sums it up. */
export interface QuadraticModel {
  readonly diagonal: Vec;
  /** H s */
  product(s: Vec): Vec;
}

/** J'J of the residuals of the block "data" from its Jacobian rows, and the penalty's second derivatives by hand. */
export async function modelOf({ program: { structure, layout }, state }: Opened, data: BoundData, penalty?: FrozenPenalty): Promise<QuadraticModel> {
  const p = layout.unknowns;
  const rows = data.count * structure.layers.at(-1)!.outputs;
  const j = await state.rows(data, DATA, 0, rows);
  const forms = penalty === undefined ? new Float64Array(p * p) : penaltyHessian(penalty, structure, layout);
  const diagonal = Float64Array.from({ length: p }, (_, k) => forms[k * p + k]!);
  for (let r = 0; r < rows; r++) for (let k = 0; k < p; k++) diagonal[k]! += j[r * p + k]! ** 2 / rows;
  return {
    diagonal,
    product: (s) => {
      const [js, product] = [times(j, s), times(forms, s)];
      for (let r = 0; r < rows; r++) for (let k = 0; k < p; k++) product[k]! += (js[r]! * j[r * p + k]!) / rows;
      return product;
    },
  };
}

/** J'J of the same rows, summed up whole: `[unknowns][unknowns]`. */
export async function productsOf({ program: { structure, layout }, state }: Opened, data: BoundData): Promise<Vec> {
  const p = layout.unknowns;
  const rows = data.count * structure.layers.at(-1)!.outputs;
  const j = await state.rows(data, DATA, 0, rows);
  const products = new Float64Array(p * p);
  for (let r = 0; r < rows; r++) {
    for (let a = 0; a < p; a++) {
      const v = j[r * p + a]! / rows;
      if (v !== 0) for (let b = 0; b < p; b++) products[a * p + b]! += v * j[r * p + b]!;
    }
  }
  return products;
}

/** What a damping adds to the diagonal, by the words of the contract. */
export function dampingOf(diagonal: Vec, { shape, mu }: Damping): Vec {
  const mean = diagonal.reduce((sum, v) => sum + v, 0) / diagonal.length;
  return diagonal.map((v) => mu * (shape === 'marquardt' ? v + UNSEEN * mean : mean) + FLOOR * mean);
}

/** H^-1 where H is scaled to ones on its diagonal and has `ridge` added. @param inverse of a whole matrix */
export function scaledInverse(h: Vec, n: number, ridge: number, inverse: (a: Vec, n: number) => Vec): Vec {
  const scale = Float64Array.from({ length: n }, (_, k) => (h[k * n + k]! > 0 ? 1 / Math.sqrt(h[k * n + k]!) : 1));
  const at = (k: number): number => scale[Math.floor(k / n)]! * scale[k % n]!;
  const scaled = h.map((v, k) => v * at(k) + (k % n === Math.floor(k / n) ? ridge : 0));
  return inverse(scaled, n).map((v, k) => v * at(k));
}

/** strength/2 times the square of every coefficient and base weight. */
export function squares({ layers }: Structure, strength: number): FrozenPenalty {
  return {
    constant: 0, linear: [],
    forms: layers.flatMap(({ index, terms }) => terms.map((term) => {
      const base = new Float64Array(term.size + 1);
      base[term.size] = 1;
      return {
        layer: index, term: term.index, from: 0, to: term.edges.count, scale: strength, size: term.size, half: 0, band: new Float64Array(term.size).fill(1),
        ...(term.base === null ? {} : { border: { base, mean: new Float64Array(term.size + 1) } }),
      };
    })),
  };
}
