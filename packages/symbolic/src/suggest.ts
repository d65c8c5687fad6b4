import { curveOf, type CurvePoints } from './curve.js';
import { type DescriptionLength, descriptionLength, type Noise } from './description-length.js';
import type { Fitted } from './fitted-function.js';
import type { Library } from './library.js';

/** A function as an answer to a curve. */
export interface Candidate {
  readonly name: string;
  readonly fitted: Fitted;
  readonly size: number;
  readonly length: DescriptionLength;
  readonly total: number;
  readonly probability: number;
}

/** Ranks. */
export function suggest(library: Library, points: CurvePoints, noise: Noise): Candidate[] {
  const curve = curveOf(points);
  const rows: Candidate[] = [];
  const add = (name: string, fitted: Fitted, size: number, complexity: number): void => {
    const length = descriptionLength(fitted.error, size, complexity, noise);
    rows.push({ name, fitted, size, length, total: length.errors + length.model, probability: 0 });
  };
  add('constant', { a: 0, b: 0, c: 0, d: curve.mean, error: curve.spread === 0 ? 0 : 1 }, 1, 0);
  for (const f of library.functions) {
    const fitted = f.fit(curve);
    if (fitted !== null) add(f.name, fitted, f.size, f.complexity);
  }
  rows.sort((a, b) => a.total - b.total);
  const sum = rows.reduce((total, r) => total + Math.exp(rows[0]!.total - r.total), 0);
  return rows.map((r) => ({ ...r, probability: Math.exp(rows[0]!.total - r.total) / sum }));
}
