import { median } from '@knotwork/numerics';
import { digits, table } from '../../lib/table.js';

/** Accuracies on rows that no network has seen. */
export interface MoonsRun {
  readonly seed: number;
  /** The same road but for its last stage, with curves; null where it failed. */
  readonly network: number | null;
  /** The scores as printed; null where there is no equation. */
  readonly equation: number | null;
  readonly text: string | null;
  readonly complexity: number;
  readonly seconds: number;
  readonly failure: string | null;
}

/** Asked of an equation: no further below its network than this. */
const NEAR = 0.005;

/** A line for every seed, then medians and the worst. */
export function moonsReport(runs: readonly MoonsRun[]): string[] {
  const shown = (value: number | null): string => (value === null ? '-' : value.toFixed(4));
  const both = runs.flatMap(({ network, equation }) => (network === null || equation === null ? [] : [{ network, equation }]));
  const equations = both.map(({ equation }) => equation);
  return [
    ...table(['seed', 'network', 'equation', 'parts', 'seconds'], runs.map(({ seed, network, equation, complexity, seconds }) => [String(seed), shown(network), shown(equation), String(complexity), seconds.toFixed(1)])), '',
    ...both.length === 0 ? [] : [`accuracy of equations: median ${digits(median(equations))}, worst ${digits(Math.min(...equations))}; of networks: median ${digits(median(both.map(({ network }) => network)))}, worst ${digits(Math.min(...both.map(({ network }) => network)))}`],
    `equations: ${both.length} of ${runs.length}; no more than ${NEAR} below their network: ${both.filter(({ network, equation }) => equation >= network - NEAR).length}`, '',
    ...runs.map(({ seed, text, failure }) => `seed ${seed}: ${text ?? failure ?? 'no equation'}`),
  ];
}
