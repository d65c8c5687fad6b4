import type { Expr } from '@knotwork/algebra';
import { defineLoss, type LossDefinition } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/** A loss with its curvature as paper has it. */
export interface ReferenceLoss {
  readonly definition: LossDefinition;
  /** Positive part of the second derivatives in the outputs, `[output][output]`, by hand. */
  curvature(y: readonly number[], t: readonly number[]): number[][];
}

const options = z.strictObject({});
const total = (terms: readonly Expr[]): Expr => terms.reduce((a, b) => a.add(b));
const sum = (terms: readonly number[]): number => terms.reduce((a, b) => a + b, 0);
const matrix = (n: number, entry: (i: number, j: number) => number): number[][] => Array.from({ length: n }, (_, i) => Array.from({ length: n }, (__, j) => entry(i, j)));

/** Outputs bend each other, always upwards. Squares of targets weigh the classes; one more class has the score 0, so that one output is not certain. */
const softmax: ReferenceLoss = {
  definition: defineLoss({
    name: 'reference-softmax', summary: 'sum t^2 (log(1 + sum exp y) - y)', options, form: 'loss',
    formula: (y, t) => { const all = total(y.map((v) => v.exp())).add(1).log(); return [total(y.map((v, k) => t[k]!.square().mul(all.sub(v))))]; },
  }),
  curvature: (y, t) => {
    const p = y.map((v) => Math.exp(v) / (1 + sum(y.map(Math.exp))));
    return matrix(y.length, (i, j) => sum(t.map((w) => w * w)) * ((i === j ? p[i]! : 0) - p[i]! * p[j]!));
  },
};

/** Bends up across the residual and, beyond 1, down along it. */
const joint: ReferenceLoss = {
  definition: defineLoss({
    name: 'reference-joint', summary: 'log(1 + sum r^2)', options, form: 'loss',
    formula: (y, t) => [total(y.map((v, k) => v.sub(t[k]!).square())).add(1).log()],
  }),
  curvature: (y, t) => {
    const r = y.map((v, k) => v - t[k]!);
    const s = sum(r.map((v) => v * v));
    const [across, along] = [2 / (1 + s), (2 * (1 - s)) / (1 + s) ** 2];
    return matrix(y.length, (i, j) => (i === j ? across : 0) + ((Math.max(along, 0) - across) * r[i]! * r[j]!) / s);
  },
};

/** Every output for itself: up where its residual is below 1, down beyond. */
const apart: ReferenceLoss = {
  definition: defineLoss({
    name: 'reference-apart', summary: 'sum log(1 + r^2)', options, form: 'loss',
    formula: (y, t) => [total(y.map((v, k) => v.sub(t[k]!).square().add(1).log()))],
  }),
  curvature: (y, t) => matrix(y.length, (i, j) => { const r2 = (y[i]! - t[i]!) ** 2; return i === j ? Math.max((2 * (1 - r2)) / (1 + r2) ** 2, 0) : 0; }),
};

/** Losses of every sort of curvature. */
export const referenceLosses: readonly ReferenceLoss[] = [softmax, joint, apart];
