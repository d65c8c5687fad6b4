import { formula, input } from '@knotwork/algebra';
import { installed } from '@knotwork/experiment';
import { createNetwork } from '@knotwork/network';
import { median, randomStream } from '@knotwork/numerics';
import { AS_GIVEN, type Catalog, type PluginUse, type PointRows } from '@knotwork/plugin';
import type { BoundData, Objective, Precision, Read, State } from '@knotwork/plugin/engine';
import { standardPackages } from '@knotwork/standard';
import { readCommandLine, UsageError } from '../../lib/program.js';
import type { Study } from '../../lib/study.js';
import { digits, table } from '../../lib/table.js';

const HELP = `npm run -s bench -- laplacian [--rounds 40]

What derivatives in inputs cost: the gradient of (u_xx + u_yy - t)^2 beside that of (u - t)^2, of the same network at the same 1,000 points, in the native
engine. Both sides take turns, five gradients each; medians of the rounds, and their ratio.

  --rounds N  (40)
`;

const NETWORKS: readonly (readonly number[])[] = [[2, 5, 5, 1], [2, 10, 1], [2, 50, 50, 1]];
const EDGES: readonly { readonly edge: string; readonly basis: PluginUse & Readonly<Record<string, unknown>> }[] = [
  { edge: 'residual', basis: { kind: 'b-spline', intervals: 5 } }, { edge: 'plain', basis: { kind: 'b-spline', intervals: 5, degree: 5 } }, { edge: 'plain', basis: { kind: 'chebyshev', degree: 8 } },
];
const POINTS = 1000;
const IN_TURN = 5;
const WARM_ROUNDS = 5;

export const study: Study = {
  help: HELP,
  async run(args) {
    const { files, overrides, options } = readCommandLine(args, ['rounds']);
    const rounds = Number(options['rounds'] ?? 40);
    if (files.length + overrides.length > 0 || !(Number.isInteger(rounds) && rounds > 0)) throw new UsageError('Nothing but --rounds, a whole number, may be given.');
    const { catalog } = installed(await standardPackages());
    const lines: string[][] = [];
    for (const widths of NETWORKS) for (const of of EDGES) for (const precision of ['float64', 'float32'] as const) lines.push(await compared(catalog, widths, of, precision, rounds));
    for (const line of table(['network', 'edges', 'precision', 'values, ms', 'Laplacian, ms', 'ratio'], lines)) process.stdout.write(`${line}\n`);
    process.stdout.write(`${POINTS} points; medians of ${rounds} rounds.\n`);
    return 0;
  },
};

interface Side { readonly state: State; readonly data: BoundData }

async function compared(catalog: Catalog, widths: readonly number[], { edge, basis }: (typeof EDGES)[number], precision: Precision, rounds: number): Promise<string[]> {
  const layer = { layer: { kind: 'kan' }, edge: { kind: edge }, basis, inputMap: 'interval', outside: 'linear' } as const;
  const layers = widths.slice(1).map(() => layer);
  const variable = (name: string) => ({ name, map: AS_GIVEN });
  const { network, structure } = createNetwork(
    { widths, layers, initializers: layers.map(() => ({ kind: 'small' })), domains: [[-1, 1], [-1, 1]], inputs: [variable('x'), variable('y')], outputs: [variable('u')] }, randomStream(1, 'network'), catalog,
  );
  const engine = await catalog.get('engine', 'native').create({ precision, kernels: 'auto' });
  const rows = points();
  const side = async (objective: Objective): Promise<Side> => {
    const program = await engine.compile(structure, objective, { trainable: ['coefficients', 'baseWeight', 'bias'], parameters: 'effective' });
    return { state: await program.start(network), data: await program.bind({ inside: rows }) };
  };
  const sides = [await side(VALUES), await side(LAPLACIAN)];
  const times = sides.map(() => [] as number[]);
  for (let round = -WARM_ROUNDS; round < rounds; round++) {
    for (const [k, { state, data }] of sides.entries()) {
      const start = performance.now();
      for (let n = 0; n < IN_TURN; n++) await state.gradient(data);
      if (round >= 0) times[k]!.push((performance.now() - start) / IN_TURN);
    }
  }
  const [values, laplacian] = times.map(median) as [number, number];
  return [`[${widths.join(', ')}]`, `${basis.kind}, ${edge}`, precision, digits(values), digits(laplacian), (laplacian / values).toFixed(2)];
}

function points(): PointRows {
  const stream = randomStream(1, 'points');
  const drawn = (width: number) => ({ count: POINTS, width, values: Float64Array.from({ length: POINTS * width }, () => stream.uniform(-1, 1)) });
  return { inputs: drawn(2), targets: drawn(1) };
}

const TARGET: Read = { of: 'target', index: 0 };
const second = (k: number): Read => ({ of: 'derivative', output: 0, inputs: [k, k] });

const VALUES: Objective = {
  blocks: [{ name: 'values', points: 'inside', form: 'residuals', weight: 1, formula: formula(['u', 't'], { r: input('u').sub(input('t')) }), reads: { u: { of: 'output', index: 0 }, t: TARGET } }],
};

const LAPLACIAN: Objective = {
  blocks: [{
    name: 'laplacian', points: 'inside', form: 'residuals', weight: 1, formula: formula(['uxx', 'uyy', 't'], { r: input('uxx').add(input('uyy')).sub(input('t')) }), reads: { uxx: second(0), uyy: second(1), t: TARGET },
  }],
};
