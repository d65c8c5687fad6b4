import { didYouMean } from '@knotwork/plugin';
import { UsageError } from './lib/program.js';
import type { Study } from './lib/study.js';

/** What the list says of a study; the study itself is loaded when it is wanted. */
export interface StudyEntry {
  /** What is measured, in half a line. */
  readonly measures: string;
  /** How long it takes as it stands, roughly, on two cores. */
  readonly takes: string;
  load(): Promise<{ readonly study: Study }>;
}

/** Every study by its name, which is that of its folder. */
export const studies: Readonly<Record<string, StudyEntry>> = {
  arms: { measures: 'variants of an experiment file, seed by seed', takes: 'a run for every seed and arm', load: () => import('./studies/arms/study.js') },
  builds: { measures: 'steps with several builds of the native contractions, in turns', takes: 'a minute', load: () => import('./studies/builds/study.js') },
  claims: { measures: 'how long workers of a large study take to claim a trial', takes: 'five minutes', load: () => import('./studies/claims/study.js') },
  conformal: { measures: 'how often split-conformal intervals hold new observations', takes: 'ten minutes', load: () => import('./studies/conformal/study.js') },
  'constant-errors': { measures: 'how often the standard errors of constants hold the truth', takes: 'half a minute', load: () => import('./studies/constant-errors/study.js') },
  continual: { measures: 'five peaks learned one after the other', takes: 'a minute', load: () => import('./studies/continual/study.js') },
  contraction: { measures: 'steps with native contractions and without', takes: 'a minute', load: () => import('./studies/contraction/study.js') },
  coverage: { measures: 'how often intervals hold the truth, on simulated sets', takes: 'a quarter of an hour', load: () => import('./studies/coverage/study.js') },
  csv: { measures: 'a network and ridge regression on the same rows', takes: 'half a minute', load: () => import('./studies/csv/study.js') },
  deep: { measures: 'every basis at width 100 and depth 3, by defaults', takes: 'some hours', load: () => import('./studies/deep/study.js') },
  drift: { measures: 'moving grids where hidden activations drift', takes: 'a minute', load: () => import('./studies/drift/study.js') },
  'engine-runs': { measures: 'whole commands by every engine, seed by seed', takes: 'half an hour', load: () => import('./studies/engine-runs/study.js') },
  engines: { measures: 'a training step by every engine and back end', takes: 'a minute', load: () => import('./studies/engines/study.js') },
  equations: { measures: 'how often equations are found again', takes: 'a minute for every run', load: () => import('./studies/equations/study.js') },
  extension: { measures: 'what extending a grid does to the error', takes: 'a minute', load: () => import('./studies/extension/study.js') },
  'few-row-equations': { measures: 'equations of tables as experimenters have them, with slips and copies', takes: 'an hour', load: () => import('./studies/few-row-equations/study.js') },
  'from-code': { measures: 'what fit from code adds to training', takes: 'half a minute', load: () => import('./studies/from-code/study.js') },
  halving: { measures: 'false winners and power of studies that stop arms in rounds', takes: 'ten minutes', load: () => import('./studies/halving/study.js') },
  hostile: { measures: 'how files, tables and overrides that are wrong are refused', takes: 'three minutes', load: () => import('./studies/hostile/study.js') },
  'imported-equations': { measures: 'whether networks that other programs trained become equations', takes: 'two minutes', load: () => import('./studies/imported-equations/study.js') },
  intervals: { measures: 'what a finer grid costs', takes: 'seconds', load: () => import('./studies/intervals/study.js') },
  kills: { measures: 'runs killed, started again, compared to the byte', takes: 'four minutes', load: () => import('./studies/kills/study.js') },
  laplacian: { measures: 'what derivatives in inputs cost beside values', takes: 'a minute', load: () => import('./studies/laplacian/study.js') },
  'moons-equations': { measures: 'accuracy of the equations of two moons, beside their networks', takes: 'ten minutes', load: () => import('./studies/moons-equations/study.js') },
  noise: { measures: 'runs on noise alone, and what they say of noise and inputs', takes: 'ten minutes', load: () => import('./studies/noise/study.js') },
  'noise-equations': { measures: 'whether equations are printed of noise', takes: 'five minutes', load: () => import('./studies/noise-equations/study.js') },
  order: { measures: 'how fast errors fall as grids get finer', takes: 'seconds', load: () => import('./studies/order/study.js') },
  parity: { measures: 'how far engines are from the reference engine, on networks of everything', takes: 'a minute', load: () => import('./studies/parity/study.js') },
  placement: { measures: 'even knots, quantiles and curvature', takes: 'four minutes', load: () => import('./studies/placement/study.js') },
  'printed-equations': { measures: 'how often the formula of labels is printed of a network', takes: 'two minutes', load: () => import('./studies/printed-equations/study.js') },
  'prune-hello': { measures: 'how often the smallest network is found', takes: 'half an hour', load: () => import('./studies/prune-hello/study.js') },
  'quasi-newton': { measures: 'a whole inverse Hessian beside pairs of vectors, at as many gradients', takes: 'ten minutes', load: () => import('./studies/quasi-newton/study.js') },
  reading: { measures: 'tables of a million rows, from the file to rows', takes: 'five minutes', load: () => import('./studies/reading/study.js') },
  representation: { measures: 'what one edge of each basis can represent', takes: 'a minute', load: () => import('./studies/representation/study.js') },
  'second-order': { measures: 'a step of Levenberg-Marquardt beside a gradient, by native code and without', takes: 'a minute', load: () => import('./studies/second-order/study.js') },
  seeds: { measures: 'an experiment file over many seeds', takes: 'a run for every seed', load: () => import('./studies/seeds/study.js') },
  shapes: { measures: 'training steps over networks of many shapes', takes: 'half a minute', load: () => import('./studies/shapes/study.js') },
  stability: { measures: 'whether the equation depends on the numbers of the recipe', takes: 'ten minutes', load: () => import('./studies/stability/study.js') },
  statistics: { measures: 'coverage, false alarms and power of the statistics of studies', takes: 'a minute', load: () => import('./studies/statistics/study.js') },
  step: { measures: 'one training step, as the peers are timed', takes: 'seconds', load: () => import('./studies/step/study.js') },
  'structure-equations': { measures: 'how often products, sums and functions of both are found', takes: 'half an hour', load: () => import('./studies/structure-equations/study.js') },
  'study-kills': { measures: 'a study and its workers killed, begun again, compared to the byte', takes: 'ten minutes', load: () => import('./studies/study-kills/study.js') },
  'study-pack': { measures: 'a study of many trials packed, read, unpacked and killed on the way', takes: 'twenty minutes', load: () => import('./studies/study-pack/study.js') },
  'study-races': { measures: 'workers of two machines racing, killed, stopped and continued, compared to the byte', takes: 'ten minutes', load: () => import('./studies/study-races/study.js') },
  'study-ray': { measures: 'a study on Ray, disturbed and shared with this machine, compared to the byte', takes: 'four minutes and a cluster', load: () => import('./studies/study-ray/study.js') },
  'study-slurm': { measures: 'a study on Slurm with jobs put back, cancelled and dying, compared to the byte', takes: 'ten minutes', load: () => import('./studies/study-slurm/study.js') },
  'symbolic-curves': { measures: 'how often the function of a curve is found', takes: 'five minutes', load: () => import('./studies/symbolic-curves/study.js') },
  symbolify: { measures: 'whether the functions of a network are found', takes: 'ten minutes', load: () => import('./studies/symbolify/study.js') },
  'table-equations': { measures: 'equations of ordinary tables, beside networks and lines', takes: 'five minutes', load: () => import('./studies/table-equations/study.js') },
  tables: { measures: 'whole default runs on ordinary tables', takes: 'ten minutes', load: () => import('./studies/tables/study.js') },
  tails: { measures: 'inputs of heavy tails, by how they are standardized', takes: 'five minutes', load: () => import('./studies/tails/study.js') },
  tensors: { measures: 'operations of TensorFlow.js on its back ends, and what steps leave behind', takes: 'a minute', load: () => import('./studies/tensors/study.js') },
  threads: { measures: 'steps with one thread and several', takes: 'a minute', load: () => import('./studies/threads/study.js') },
  warm: { measures: 'a network of half of the rows, gone on from with all', takes: 'three minutes', load: () => import('./studies/warm/study.js') },
  whole: { measures: 'whole commands, by the grid strategy of a first-order optimizer', takes: 'three minutes', load: () => import('./studies/whole/study.js') },
};

/** A line for each study. */
export function studyList(): string[] {
  const rows = Object.entries(studies).map(([name, { measures, takes }]) => [name, measures, takes] as const);
  const widths = [0, 1].map((c) => Math.max(...rows.map((row) => row[c]!.length)));
  return rows.map(([name, measures, takes]) => `  ${name.padEnd(widths[0]!)}  ${measures.padEnd(widths[1]!)}  ${takes}`);
}

/** @throws UsageError for a name that no study has, with the nearest one */
export function findStudy(name: string): StudyEntry {
  const names = Object.keys(studies);
  if (!Object.hasOwn(studies, name)) throw new UsageError(`There is no study "${name}".${didYouMean(name, names)} Studies: ${names.join(', ')}.`);
  return studies[name]!;
}
