import { differentiate, evaluate } from '@knotwork/algebra';
import type { LayerStructure } from '@knotwork/plugin/engine';
import { nodeOf } from '../structure/layer-nodes.js';
import type { StatisticPenalty } from './penalty.js';

/** What the sums of a penalty run over together with an edge, as a name. @param sum that the edge leads to, @param edge name of the edge itself */
export function scopeOf(scope: StatisticPenalty['scope'], { index, nodes }: LayerStructure, sum: number, edge: string): string {
  return { edge, node: `${index}.${nodeOf(nodes, sum)}`, layer: String(index), network: '' }[scope];
}

/** Value of a penalty and its slope in the statistic of every edge. */
export function tangent({ sums, penalty }: StatisticPenalty, edges: readonly { readonly s: number; readonly scope: string }[]): { value: number; slopes: number[] } {
  const totals = new Map<string, Record<string, number>>();
  for (const { s, scope } of edges) {
    const total = totals.get(scope) ?? Object.fromEntries(sums.outputs.map((name) => [name, 0]));
    for (const [name, v] of Object.entries(evaluate(sums, { s }))) total[name]! += v;
    totals.set(scope, total);
  }
  let value = 0;
  for (const total of totals.values()) value += evaluate(penalty, total)['p']!;
  const inner = differentiate(sums, 's');
  const outer = sums.outputs.map((name) => differentiate(penalty, name));
  const slopes = edges.map(({ s, scope }) => {
    const d = evaluate(inner, { s });
    return sums.outputs.reduce((sum, name, k) => sum + evaluate(outer[k]!, totals.get(scope)!)['p']! * d[name]!, 0);
  });
  return { value, slopes };
}
