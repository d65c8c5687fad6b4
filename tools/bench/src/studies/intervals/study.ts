import { installed } from '@knotwork/experiment';
import { carryOver, gridOf, spacedKnots, withOwnKnots, writeGrid } from '@knotwork/network';
import { randomStream } from '@knotwork/numerics';
import type { Catalog, Network } from '@knotwork/plugin';
import type { Precision, Structure } from '@knotwork/plugin/engine';
import { standardPackages } from '@knotwork/standard';
import { DATA, supervised } from '@knotwork/training';
import { freshKan } from '../../lib/kan-problem.js';
import { optionsAlone, UsageError, wholeNumber } from '../../lib/program.js';
import type { Study } from '../../lib/study.js';
import { table } from '../../lib/table.js';
import { interleaved } from './interleaved.js';

const HELP = `npm run -s bench -- intervals [--rounds 300] [--knots even] [--dtype float64]

What a finer grid costs: outputs and gradient of a network [2,5,1] of cubic B-splines over 1000 rows, in milliseconds.
Local bases touch four coefficients per edge and row, however many there are; the ratio should stay near 1.

  --rounds N    rounds that count (300)
  --knots KIND  even, or own: knots at random places, found by search (even)
  --dtype T     float64 or float32 (float64)
`;

const WIDTHS = [2, 5, 1];
const ROWS = 1000;

export const study: Study = {
  help: HELP,
  async run(args) {
    const options = optionsAlone(args, ['rounds', 'knots', 'dtype']);
    const rounds = wholeNumber('rounds', options['rounds'] ?? '300', 1);
    const knots = options['knots'] ?? 'even';
    if (knots !== 'even' && knots !== 'own') throw new UsageError(`--knots must be even or own; got "${knots}".`);
    const precision = options['dtype'] ?? 'float64';
    if (precision !== 'float64' && precision !== 'float32') throw new UsageError(`--dtype must be float64 or float32; got "${precision}".`);
    const { catalog } = installed(await standardPackages());
    const finer = (intervals: number): Grid => ({ intervals, knots, precision });
    await compare(catalog, rounds, `500 intervals against 5, ${knots} knots`, [finer(5), finer(500)]);
    await compare(catalog, rounds, `from 5 to 5000 intervals, ${knots} knots`, [5, 50, 500, 5000].map(finer));
    await compare(catalog, rounds, 'knots of their own against even ones', [{ intervals: 50, knots: 'even', precision }, { intervals: 50, knots: 'own', precision }]);
    return 0;
  },
};

interface Grid { readonly intervals: number; readonly knots: 'even' | 'own'; readonly precision: Precision }

/** Prints a table of grids; ratios are to the first. */
async function compare(catalog: Catalog, rounds: number, title: string, grids: readonly Grid[]): Promise<void> {
  const work = await Promise.all(grids.map((grid) => passes(catalog, grid)));
  const times = await interleaved(work.flatMap(({ outputs, gradient }) => [outputs, gradient]), rounds);
  const pairs = grids.map((grid, k) => ({ ...grid, outputs: times[2 * k]!, gradient: times[2 * k + 1]! }));
  const [first] = pairs as [(typeof pairs)[number]];
  process.stdout.write(`${title}\n`);
  for (const line of table(['intervals', 'knots', 'outputs ms', 'ratio', 'gradient ms', 'ratio', 'both ms', 'ratio'], pairs.map((p) => [
    String(p.intervals), p.knots, p.outputs.toFixed(3), (p.outputs / first.outputs).toFixed(2), p.gradient.toFixed(3), (p.gradient / first.gradient).toFixed(2),
    (p.outputs + p.gradient).toFixed(3), ((p.outputs + p.gradient) / (first.outputs + first.gradient)).toFixed(2),
  ]))) process.stdout.write(`  ${line}\n`);
}

/** A network on a grid of so many intervals, ready to be evaluated and differentiated. */
async function passes(catalog: Catalog, { intervals, knots, precision }: Grid): Promise<{ outputs: () => Promise<unknown>; gradient: () => Promise<unknown> }> {
  const stream = randomStream(1, 'intervals');
  const even = freshKan({ widths: WIDTHS, edge: { kind: 'residual' }, basis: { kind: 'b-spline', degree: 3, intervals }, domain: [-1, 1] }, stream.fork('network'), catalog);
  const { network, structure } = knots === 'even' ? even : scattered(even, catalog);
  // Coefficients large enough that hidden nodes reach over their whole grid too.
  for (const { terms } of structure.layers) {
    for (const { segments: { coefficients: { offset, length } } } of terms) for (let k = 0; k < length; k++) network.parameters[offset + k] = 0.5 * stream.normal();
  }
  const column = (width: number): Float64Array => Float64Array.from({ length: ROWS * width }, () => stream.uniform(-1, 1));
  const objective = supervised(catalog.get('loss', 'mean-squared-error'), {}, 1);
  const engine = await catalog.get('engine', 'native').create({ precision });
  const program = await engine.compile(structure, objective, {
    trainable: ['coefficients', 'baseWeight', 'basisWeight', 'shape', 'bias'], parameters: 'effective',
  });
  const data = await program.bind({ [DATA]: { inputs: { count: ROWS, width: WIDTHS[0]!, values: column(WIDTHS[0]!) }, targets: { count: ROWS, width: 1, values: column(1) } } });
  const state = await program.start(network);
  return { outputs: () => state.outputs(data), gradient: () => state.gradient(data) };
}

/** The same network with knots at random places. */
function scattered({ network, structure }: { network: Network; structure: Structure }, catalog: Catalog): { network: Network; structure: Structure } {
  const stream = randomStream(1, 'knots');
  const own = withOwnKnots(structure, catalog);
  const moved = carryOver(network, structure, own);
  for (const { inputs, terms } of own.layers) {
    for (const term of terms) {
      for (let i = 0; i < inputs; i++) {
        const { domain } = gridOf(term, moved.parameters, i);
        const wanted = Float64Array.from({ length: term.intervals! + 1 }, () => stream.uniform(...domain));
        writeGrid(term, moved.parameters, i, { domain, knots: spacedKnots(wanted, domain, term.intervals!) });
      }
    }
  }
  return { network: moved, structure: own };
}
