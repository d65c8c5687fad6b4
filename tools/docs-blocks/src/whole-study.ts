/** Keys of a study file that no experiment file has. */
const KEYS = ['study', 'base', 'factors', 'tuning', 'halving', 'launcher', 'design', 'seeds', 'sets', 'folds', 'comparisons', 'metric', 'baseline', 'alpha', 'equal', 'parametersPerEdge'];

const BASE = `base:
  knotwork: 1
  name: part
  dataset: { kind: expression, expression: exp(sin(pi * x1) + x2^2), samples: { train: 60, validation: 30, test: 30 } }
  network: { widths: [2, 3, 1], basis: { kind: b-spline, intervals: 5 } }
  stages: [{ kind: fit, steps: 5, starts: { count: 2 } }]
`;
const REST: Readonly<Record<string, string>> = { factors: 'factors: { network.basis: [b-spline, chebyshev] }', seeds: 'seeds: 1..10', metric: 'metric: rmse' };

const keysOf = (text: string): readonly string[] => [...text.matchAll(/^(\w+):/gm)].map(([, key]) => key!);

/** Whether a block of YAML is of a study: its first key is of no experiment. */
export const isStudy = (text: string): boolean => keysOf(text).some((key) => KEYS.includes(key));
export const isWholeStudy = (text: string): boolean => /^study: 1\b/m.test(text);

/**
 * A part of a study file with what it leaves out: a name, an experiment, factors, seeds and a metric.
 *
 * @param name that of the study
 * @param whole the whole study that the page shows before, whose experiment is taken
 */
export function wholeStudy(part: string, name = 'part', whole = ''): string {
  if (isWholeStudy(part)) return part;
  const there = keysOf(part);
  const missing = Object.entries(REST).filter(([key]) => !there.includes(key)).map(([, line]) => line);
  const base = /^base:.*\n(?: .*\n)*/m.exec(whole)?.[0] ?? BASE;
  return `study: 1\n${there.includes('name') ? '' : `name: ${name}\n`}${there.includes('base') ? '' : base}${part.trimEnd()}\n${missing.join('\n')}\n`;
}
