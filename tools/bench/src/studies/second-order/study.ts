import { installed } from '@knotwork/experiment';
import { median, randomStream } from '@knotwork/numerics';
import { parseOptions } from '@knotwork/network';
import type { Catalog, PluginUse } from '@knotwork/plugin';
import type { BoundData, Normal, State } from '@knotwork/plugin/engine';
import { standardPackages } from '@knotwork/standard';
import { DATA, supervised } from '@knotwork/training';
import { basisOfSize } from '../../lib/basis-of-size.js';
import { freshKan } from '../../lib/kan-problem.js';
import { readCommandLine, UsageError, wholeNumber } from '../../lib/program.js';
import { progress } from '../../lib/progress.js';
import { stepRows } from '../../lib/step-session.js';
import type { Study } from '../../lib/study.js';
import { digits, table } from '../../lib/table.js';

const HELP = `npm run -s bench -- second-order [--rounds 60]

What a step of Levenberg-Marquardt costs, normal equations and one step that is tried, by native code and by WebAssembly alone, beside the gradient of the same network; sides take turns in
one process. KNOTWORK_THREADS=1 before it for one thread.

  --rounds N  (60)
`;

const CASES: readonly { readonly widths: readonly number[]; readonly rows: number; readonly intervals: number }[] = [
  { widths: [2, 5, 1], rows: 1000, intervals: 5 }, { widths: [2, 5, 1], rows: 1000, intervals: 20 }, { widths: [10, 5, 1], rows: 350, intervals: 5 }, { widths: [4, 16, 1], rows: 2000, intervals: 5 },
  { widths: [8, 8, 8, 1], rows: 5000, intervals: 5 },
];
const SIDES = ['wasm', 'native'] as const;
const WARM_ROUNDS = 10;
const DAMPING = { shape: 'marquardt', mu: 1e-3 } as const;

export const study: Study = {
  help: HELP,
  async run(args) {
    const { files, overrides, options } = readCommandLine(args, ['rounds']);
    if (files.length + overrides.length > 0) throw new UsageError('Nothing but --rounds, a whole number, may be given.');
    const rounds = wholeNumber('rounds', options['rounds'] ?? '60', 1);
    const { catalog } = installed(await standardPackages());
    const tick = progress(CASES.length);
    const lines: string[][] = [];
    for (const of of CASES) {
      lines.push(await compared(catalog, of, rounds));
      tick();
    }
    for (const line of table(['network', 'rows', 'G', 'gradient, ms', 'wasm, ms', 'native, ms', 'native / wasm', 'native / gradient'], lines)) process.stdout.write(`${line}\n`);
    process.stdout.write(`Medians of ${rounds} rounds; in double precision, b-splines of degree 3.\n`);
    return 0;
  },
};

interface Side { readonly state: State; readonly data: BoundData }

async function opened(catalog: Catalog, { widths, rows, intervals }: (typeof CASES)[number], use: PluginUse): Promise<Side> {
  const stream = randomStream(1, 'second-order');
  const { network, structure } = freshKan({ widths, edge: { kind: 'residual' }, basis: basisOfSize(catalog.get('basis', 'b-spline'), intervals + 3, 3), domain: [-1, 1] }, stream.fork('network'), catalog);
  const made = catalog.get('engine', use.kind);
  const engine = await made.create(parseOptions(made, use));
  const program = await engine.compile(structure, supervised(catalog.get('loss', 'mean-squared-error'), {}, widths.at(-1)!), {
    parameters: 'effective', trainable: [...new Set(structure.segments.filter((s) => s.trainable).map((s) => s.role))],
  });
  return { data: await program.bind({ [DATA]: stepRows(widths[0]!, widths.at(-1)!, rows, stream.fork('rows')) }), state: await program.start(network) };
}

async function compared(catalog: Catalog, of: (typeof CASES)[number], rounds: number): Promise<string[]> {
  const sides = await Promise.all(SIDES.map((contraction) => opened(catalog, of, { kind: 'native', precision: 'float64', contraction })));
  const work = [
    () => sides[1]!.state.gradient(sides[1]!.data),
    ...sides.map(({ state, data }) => {
      let last: Normal | undefined;
      // As training does it: the memory of the last normal equations is that of the next.
      return async () => { await state.tryStep(last = await state.normal(data, undefined, last), DAMPING, data); };
    }),
  ];
  const times = work.map(() => [] as number[]);
  for (let round = -WARM_ROUNDS; round < rounds; round++) {
    for (const [k, one] of work.entries()) {
      const before = performance.now();
      await one();
      if (round >= 0) times[k]!.push(performance.now() - before);
    }
  }
  const [gradient, wasm, native] = times.map(median) as [number, number, number];
  return [`[${of.widths.join(', ')}]`, String(of.rows), String(of.intervals), digits(gradient), digits(wasm), digits(native), (native / wasm).toFixed(2), (native / gradient).toFixed(1)];
}
