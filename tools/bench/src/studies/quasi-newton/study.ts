import { formula, input } from '@knotwork/algebra';
import { installed } from '@knotwork/experiment';
import { createNetwork, parseOptions } from '@knotwork/network';
import { quantiles, randomStream } from '@knotwork/numerics';
import { AS_GIVEN, type Catalog, type PluginUse, type PointRows } from '@knotwork/plugin';
import type { Objective, Read, State } from '@knotwork/plugin/engine';
import { standardPackages } from '@knotwork/standard';
import { examineProblem, openSession, Optimization, type Problem, supervised } from '@knotwork/training';
import { readCommandLine, UsageError, wholeNumber } from '../../lib/program.js';
import type { Study } from '../../lib/study.js';
import { digits, table } from '../../lib/table.js';

const HELP = `npm run -s bench -- quasi-newton [--gradients 1000] [--seeds 10]

What a whole inverse Hessian brings beside ten pairs of vectors: the objective after as many gradients, of networks that fit a function at 1,000 points
(exp(sin(pi x) + y^2) on residual edges, cubic) and that solve u_xx + u_yy = f on a square (plain edges of degree 5, the points of examples/poisson.mjs).
Quartiles of the objective over the seeds, since some seeds of any optimizer end in a minimum that is not the best, and medians of the rest; ms is that of a
step, its line search included.

  --gradients N  evaluations of value and gradient that each arm has (1000)
  --seeds N      (10)
`;

const ARMS: readonly (PluginUse & Readonly<Record<string, unknown>>)[] = [
  { kind: 'l-bfgs' }, { kind: 'l-bfgs', memory: 100 }, { kind: 'ssbroyden' }, { kind: 'ssbroyden', update: 'bfgs' }, { kind: 'ssbroyden', update: 'bfgs', scaling: 'first' },
];
/** Widths and intervals. */
type Shape = readonly [widths: readonly number[], intervals: number];

const FUNCTIONS: readonly Shape[] = [[[2, 5, 1], 5], [[2, 5, 1], 20], [[2, 16, 1], 40]];
const EQUATIONS: readonly Shape[] = [[[2, 2, 1], 5], [[2, 2, 1], 20], [[2, 5, 1], 10], [[2, 5, 5, 1], 7]];

export const study: Study = {
  help: HELP,
  async run(args) {
    const { files, overrides, options } = readCommandLine(args, ['gradients', 'seeds']);
    if (files.length + overrides.length > 0) throw new UsageError('Nothing but --gradients and --seeds may be given.');
    const gradients = wholeNumber('gradients', options['gradients'] ?? '1000', 1);
    const seeds = wholeNumber('seeds', options['seeds'] ?? '10', 1);
    const { catalog } = installed(await standardPackages());
    const lines: string[][] = [];
    for (const problem of [...FUNCTIONS.map((shape) => functionOf(catalog, ...shape)), ...EQUATIONS.map((shape) => equationOf(catalog, ...shape))]) {
      for (const arm of ARMS) {
        const results: Result[] = [];
        for (let seed = 1; seed <= seeds; seed++) results.push(await fitted(catalog, problem, arm, seed, gradients));
        const quartiles = (of: (result: Result) => number): string[] => Array.from(quantiles(Float64Array.from(results, of), Float64Array.of(0.25, 0.5, 0.75)), digits);
        const median = (of: (result: Result) => number): string => quartiles(of)[1]!;
        const { kind, ...rest } = arm;
        lines.push([problem.title, String(results[0]!.unknowns), [kind, ...Object.values(rest)].join(' '), ...quartiles((r) => r.value), median((r) => r.gradients), median((r) => r.steps), median((r) => r.ms)]);
      }
    }
    for (const line of table(['problem', 'unknowns', 'optimizer', 'lower', 'median', 'upper', 'gradients', 'steps', 'ms'], lines)) process.stdout.write(`${line}\n`);
    return 0;
  },
};

interface Case extends Pick<Problem, 'objective' | 'train'> {
  readonly title: string;
  create(seed: number): ReturnType<typeof createNetwork>;
}

interface Result { readonly unknowns: number; readonly value: number; readonly gradients: number; readonly steps: number; readonly ms: number }

async function fitted(catalog: Catalog, { objective, train, create }: Case, arm: PluginUse, seed: number, gradients: number): Promise<Result> {
  const { network, structure } = create(seed);
  const definition = catalog.get('optimizer', arm.kind);
  const problem: Problem = {
    engine: await catalog.get('engine', 'native').create({ precision: 'float64' }), structure, objective, train, penalties: [], validation: null, maxUnknowns: 1e4,
    optimizer: { definition, options: parseOptions(definition, { tolerance: 0, ...arm }) }, grid: { definition: catalog.get('grid', 'fixed'), options: {} },
    trainable: ['coefficients', 'baseWeight', 'bias'],
  };
  const session = await openSession(problem);
  const asked = { gradients: 0 };
  const optimization = await Optimization.begin(session, counted(await session.program.start(network), asked), {
    steps: gradients, phase: 'start', patience: null, observe: () => undefined, isOver: () => asked.gradients >= gradients, signal: undefined,
  });
  const from = performance.now();
  while (await optimization.step() === null);
  const ms = performance.now() - from;
  const { value } = await optimization.state.value(session.train);
  await session.dispose();
  return { unknowns: examineProblem(problem).unknowns, value, gradients: asked.gradients, steps: optimization.taken, ms: ms / optimization.taken };
}

/** The state, which counts how often it computes a gradient. */
function counted(state: State, asked: { gradients: number }): State {
  const { gradient, alongLine } = state;
  state.gradient = (...given) => { asked.gradients++; return gradient.apply(state, given); };
  state.alongLine = (...given) => { asked.gradients++; return alongLine.apply(state, given); };
  return state;
}

const creator = (widths: readonly number[], edge: string, basis: PluginUse, catalog: Catalog): Case['create'] => (seed) => {
  const layers = widths.slice(1).map(() => ({ layer: { kind: 'kan' }, edge: { kind: edge }, basis, inputMap: 'interval', outside: 'linear' } as const));
  return createNetwork({
    widths, layers, initializers: layers.map(() => ({ kind: 'small' })), domains: [[-1, 1], [-1, 1]],
    inputs: [{ name: 'x', map: AS_GIVEN }, { name: 'y', map: AS_GIVEN }], outputs: [{ name: 'u', map: AS_GIVEN }],
  }, randomStream(seed, 'network'), catalog);
};

const pointsOf = (list: readonly (readonly [number, number])[], target?: (x: number, y: number) => number): PointRows => ({
  inputs: { count: list.length, width: 2, values: Float64Array.from(list.flat()) },
  ...(target === undefined ? {} : { targets: { count: list.length, width: 1, values: Float64Array.from(list, ([x, y]) => target(x, y)) } }),
});

function functionOf(catalog: Catalog, widths: readonly number[], intervals: number): Case {
  const stream = randomStream(1, 'points');
  const list = Array.from({ length: 1000 }, () => [stream.uniform(-1, 1), stream.uniform(-1, 1)] as const);
  return {
    title: `function, [${widths.join(',')}], ${intervals} intervals`, create: creator(widths, 'residual', { kind: 'b-spline', intervals } as PluginUse, catalog),
    objective: supervised(catalog.get('loss', 'mean-squared-error'), {}, 1), train: { data: pointsOf(list, (x, y) => Math.exp(Math.sin(Math.PI * x) + y * y)) },
  };
}

function equationOf(catalog: Catalog, widths: readonly number[], intervals: number): Case {
  const line = Array.from({ length: 41 }, (_, k) => -1 + k / 20);
  const all = line.flatMap((x) => line.map((y) => [x, y] as const));
  const isEdge = ([x, y]: readonly [number, number]): boolean => Math.abs(x) === 1 || Math.abs(y) === 1;
  return {
    title: `equation, [${widths.join(',')}], ${intervals} intervals`, create: creator(widths, 'plain', { kind: 'b-spline', intervals, degree: 5 } as PluginUse, catalog),
    objective: LAPLACE, train: { inside: pointsOf(all.filter((p) => !isEdge(p)), (x, y) => -2 * Math.PI ** 2 * Math.sin(Math.PI * x) * Math.sin(Math.PI * y)), edge: pointsOf(all.filter(isEdge)) },
  };
}

const second = (k: number): Read => ({ of: 'derivative', output: 0, inputs: [k, k] });

const LAPLACE: Objective = {
  blocks: [
    {
      name: 'equation', points: 'inside', form: 'residuals', weight: 0.01, formula: formula(['uxx', 'uyy', 'f'], { r: input('uxx').add(input('uyy')).sub(input('f')) }),
      reads: { uxx: second(0), uyy: second(1), f: { of: 'target', index: 0 } },
    },
    { name: 'edge', points: 'edge', form: 'residuals', weight: 1, formula: formula(['u'], { r: input('u') }), reads: { u: { of: 'output', index: 0 } } },
  ],
};
