import { picturedNetwork } from '@knotwork/experiment';
import type { Model } from '@knotwork/model';
import { edgeEnds, type PicturedFunction } from '@knotwork/pictures';
import type { RunContents } from '../contents/run-contents.js';
import { columnOf, keptTable } from './kept.js';

/** An edge in words, with what is drawn of it. */
export interface EdgeOfReport {
  /** Where it is: number of the layer, of its input and of its sum, from 0. */
  readonly layer: number;
  readonly input: number;
  readonly sum: number;
  readonly from: string;
  readonly to: string;
  /** Share of the output's spread that flows through it. */
  readonly score: number;
  /** Of a fit whose smoothing chose itself; null where that is not known. */
  readonly degrees: number | null;
  readonly picture: PicturedFunction;
}

/** Training rows whose places are marked in the picture of an edge. */
const MOST_ROWS = 120;

/** All edges of a model, the one with the largest score first. @throws KnotworkError `input` where the run kept none */
export function edgesOf(model: Model, { result, evaluation }: RunContents): readonly EdgeOfReport[] {
  const edges = model.edges();
  const pictured = picturedNetwork(model.network.structure, edges);
  const degrees = result?.stages?.at(-1)?.smoothing?.edges ?? [];
  const rows = keptTable(evaluation, 'train', 'inputs');
  const marked = rows !== null && rows.shape[0]! <= MOST_ROWS ? rows : null;
  const curves = pictured.layers.map(({ edges: own }) => new Map(own.map((edge) => [`${edge.input}-${edge.sum}`, edge])));
  return edges.map(({ layer, from: input, to: sum, score }): EdgeOfReport => {
    const { score: _, weight: __, input: ___, ...curve } = curves[layer]!.get(`${input}-${sum}`)!;
    const { from, to } = edgeEnds(pictured, layer, { input, sum });
    const own = degrees.filter((edge) => edge.layer === layer && edge.from === input && edge.to === sum);
    return {
      layer, input, sum, from, to, score, degrees: own.length === 0 ? null : own.reduce((all, { edf }) => all + edf, 0),
      picture: { ...curve, input: from, output: to, ...(layer === 0 && marked !== null ? { rows: columnOf(marked, input) } : {}) },
    };
  }).sort((a, b) => b.score - a.score);
}
