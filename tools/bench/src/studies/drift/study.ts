import { installed } from '@knotwork/experiment';
import { columnOf, columnStatistics, gridOf, toNetworkUnits } from '@knotwork/network';
import { median, randomStream, type RandomStream, rootMeanSquare } from '@knotwork/numerics';
import type { Catalog, Network, PluginUse, Rows, Samples, Variable } from '@knotwork/plugin';
import type { Structure } from '@knotwork/plugin/engine';
import { standardPackages } from '@knotwork/standard';
import { DATA, fit, openSession, type Problem } from '@knotwork/training';
import { freshKan, leastSquaresProblem } from '../../lib/kan-problem.js';
import { optionsAlone, positiveNumbers, UsageError, wholeNumber } from '../../lib/program.js';
import { progress } from '../../lib/progress.js';
import type { Study } from '../../lib/study.js';
import { type Drift, type DriftGroup, driftReport } from './report.js';

const HELP = `npm run -s bench -- drift [--seeds 10] [--intervals 5] [--smoothing S]

What moving grids are worth when hidden activations drift. A network learns a function of two inputs from rows of the inner
third of the box [-1, 1]^2, then from rows of all of it; grids of inputs span the whole box from the beginning, those of hidden
nodes fit the inner third. Both second fits begin with the same network and see the same rows; one has the grid strategy moving,
the other fixed.

  --seeds N      how many seeds, from 0; they draw rows and first network (10)
  --intervals N  of every grid (5)
  --smoothing S  strength of the penalty on differences of neighbouring coefficients, in all fits (none)

Targets, and by how much the range of what is inside grows:
  exp(sin(pi x1) + x2^2)  1.6
  sin(3 (x1 + x2))        3

First fit: Levenberg-Marquardt, 8 starts of 25 steps, the best goes on for 100. Second: Levenberg-Marquardt, 60 steps, or
Adam, 1000 steps, rate 0.01 that falls like a cosine. 1000 training and 500 validation rows each, the best network by
validation kept; test RMSE on 1000 rows of the whole box, in the target's units.
`;

interface Target { readonly name: string; readonly f: (x1: number, x2: number) => number }
const TARGETS: readonly Target[] = [
  { name: 'exp(sin(pi x1) + x2^2)', f: (x1, x2) => Math.exp(Math.sin(Math.PI * x1) + x2 ** 2) },
  { name: 'sin(3 (x1 + x2))', f: (x1, x2) => Math.sin(3 * (x1 + x2)) },
];
const WIDTHS = [[2, 1, 1], [2, 5, 1]];
const FIRST: PluginUse = { kind: 'levenberg-marquardt' };
const SECOND: readonly { readonly optimizer: PluginUse; readonly steps: number }[] = [
  { optimizer: { kind: 'levenberg-marquardt' }, steps: 60 },
  { optimizer: { kind: 'adam', rate: 0.01, decay: 'cosine' }, steps: 1000 },
];
const INNER = 1 / 3;

export const study: Study = {
  help: HELP,
  async run(args) {
    const options = optionsAlone(args, ['seeds', 'intervals', 'smoothing']);
    const count = wholeNumber('seeds', options['seeds'] ?? '10', 1);
    const intervals = wholeNumber('intervals', options['intervals'] ?? '5', 1);
    const [smoothing, ...more] = options['smoothing'] === undefined ? [0] : positiveNumbers('smoothing', options['smoothing']);
    if (more.length > 0) throw new UsageError(`--smoothing must be one number; got "${options['smoothing']}".`);
    const { catalog } = installed(await standardPackages());
    const tick = progress(count * TARGETS.length * WIDTHS.length);
    const groups: DriftGroup[] = [];
    for (const target of TARGETS) {
      for (const widths of WIDTHS) {
        const bySeed: Drift[][] = [];
        for (let seed = 0; seed < count; seed++) {
          bySeed.push(await driftOf(catalog, target, { widths, intervals, smoothing: smoothing! }, seed));
          tick();
        }
        groups.push(...SECOND.map(({ optimizer }, k) => ({ target: target.name, widths: widths.join(), optimizer: optimizer.kind, seeds: bySeed.map((drifts) => drifts[k]!) })));
      }
    }
    for (const line of driftReport(groups)) process.stdout.write(`${line}\n`);
    return 0;
  },
};

interface Shape { readonly widths: readonly number[]; readonly intervals: number; readonly smoothing: number }

/** Both second fits with each optimizer, after one first fit. */
async function driftOf(catalog: Catalog, target: Target, { widths, intervals, smoothing }: Shape, seed: number): Promise<Drift[]> {
  const stream = randomStream(seed, 'drift');
  const rows = (name: string, count: number, half: number): Rows => rowsOf(target, stream.fork(name), count, half);
  const [old, now] = [INNER, 1].map((half) => ({ train: rows(`train ${half}`, 1000, half), validation: rows(`validation ${half}`, 500, half) })) as [RowPair, RowPair];
  const test = rows('test', 1000, 1);
  const y: Variable = { name: 'y', map: columnStatistics(old.train.targets, 0) };
  const standardized = ({ inputs, targets }: Rows): Rows => ({ inputs, targets: toNetworkUnits(targets, [y]) });
  const pair = ({ train, validation }: RowPair): RowPair => ({ train: standardized(train), validation: standardized(validation) });

  const fresh = (start: number): { network: Network; structure: Structure } => freshKan(
    { widths, edge: { kind: 'residual' }, basis: { kind: 'b-spline', degree: 3, intervals }, domain: [-1, 1], output: y }, stream.fork(`network ${start}`), catalog,
  );
  const { structure } = fresh(0);
  const problem = (data: RowPair, optimizer: PluginUse, grid: string): Promise<Problem> => leastSquaresProblem(catalog, structure, pair(data), { optimizer, grid: { kind: grid }, smoothing });
  const quiet = { patience: Infinity, observe: () => undefined, isOver: () => false, signal: undefined };

  const first = await problem(old, FIRST, 'moving');
  const { network: begun } = await fit(first, (start) => fresh(start).network, { ...quiet, steps: 100, starts: { count: 8, steps: 25, keep: 1 }, phase: 'start' });
  const [atOld, atNow] = [await look(first, begun, old.train), await look(first, begun, now.train)];
  const growth = median(atNow.hidden.map((width, k) => width / atOld.hidden[k]!));

  const drifts: Drift[] = [];
  for (const { optimizer, steps } of SECOND) {
    const [moving, fixed] = [await trainedOn('moving'), await trainedOn('fixed')];
    drifts.push({ seed, growth, outsideBefore: atNow.outside, outsideAfter: fixed.outside, moving: moving.rmse, fixed: fixed.rmse });

    async function trainedOn(grid: string): Promise<{ outside: number; rmse: number }> {
      const second = await problem(now, optimizer, grid);
      const { network } = await fit(second, () => begun, { ...quiet, steps, starts: null, phase: 'restart' });
      const { outputs } = await look(second, network, standardized(test));
      const wanted = standardized(test).targets.values;
      return { outside: (await look(second, network, now.train)).outside, rmse: y.map.scale * rootMeanSquare(outputs.values.map((v, n) => v - wanted[n]!)) };
    }
  }
  return drifts;
}

interface RowPair { readonly train: Rows; readonly validation: Rows }

/** Rows drawn evenly from a box around 0. */
function rowsOf({ f }: Target, stream: RandomStream, count: number, half: number): Rows {
  const values = Float64Array.from({ length: 2 * count }, () => stream.uniform(-half, half));
  return {
    inputs: { count, width: 2, values },
    targets: { count, width: 1, values: Float64Array.from({ length: count }, (_, n) => f(values[2 * n]!, values[2 * n + 1]!)) },
  };
}

/** What a network makes of rows. */
interface Look {
  readonly outputs: Samples;
  /** Width of the activations of each node of the first hidden layer. */
  readonly hidden: readonly number[];
  /** Share of these activations outside their node's grid. */
  readonly outside: number;
}

async function look(problem: Problem, network: Network, rows: Rows): Promise<Look> {
  const session = await openSession(problem);
  const state = await session.program.start(network);
  const bound = await session.program.bind({ [DATA]: rows });
  const outputs = await state.outputs(bound);
  const activations = await state.preActivations(bound, 1);
  const { width, count } = activations;
  await bound.dispose();
  await state.dispose();
  await session.dispose();
  const nodes = Array.from({ length: width }, (_, i) => {
    const { domain: [a, b] } = gridOf(problem.structure.layers[1]!.terms[0]!, network.parameters, i);
    const column = columnOf(activations, i).sort();
    return { width: column.at(-1)! - column[0]!, outside: column.filter((v) => v < a || v > b).length };
  });
  return { outputs, hidden: nodes.map((n) => n.width), outside: nodes.reduce((sum, n) => sum + n.outside, 0) / (count * width) };
}
