import { Composer, MemoryPlace, tokens } from '@knotwork/experiment';
import { given } from '@knotwork/registry';
import { standardPackages } from '@knotwork/standard';
import { positiveNumbers, readCommandLine, UsageError, wholeNumber } from '../../lib/program.js';
import { progress } from '../../lib/progress.js';
import type { Study } from '../../lib/study.js';
import { CASES, type SymbolicCase } from './cases.js';
import { symbolifyReport, type SymbolicRun } from './report.js';

const HELP = `npm run -s bench -- symbolify [--cases hello,product] [--noise 0,0.01] [--seeds 20] [--first 0] [--fit recipe]

Whether the stage symbolify finds the functions of a network that was trained on values of a formula, in a network of the formula's shape:
${Object.keys(CASES).join(', ')}.
1000 rows to train, 500 to validate, 1000 without noise to test; cubic splines, fitted, then grids to 10 intervals, then symbolify by its defaults.

  --cases    names, separated by commas (all)
  --noise    standard deviations of what is added to training and validation targets, as shares of that of the targets (0)
  --seeds N  how many (20), --first N the first of them (0)
  --fit      recipe: as a file has it that says nothing, smoothing included where there is noise; plain: without smoothing (recipe)
  --show yes every run whose functions are not the right ones

right: every edge became the function of the formula, or one that is no worse, or stayed where none is. exact: RMSE on test rows below 1e-8 of their spread. RMSE: on test rows, as a share
of their spread, before the stage and after. seconds: of the stage, median and most.
`;

export const study: Study = {
  help: HELP,
  async run(args) {
    const { files, overrides, options } = readCommandLine(args, ['cases', 'noise', 'seeds', 'first', 'fit', 'show']);
    if (files.length + overrides.length > 0) throw new UsageError(`Only options may be given; got ${[...files, ...overrides].join(' ')}.`);
    const names = (options['cases'] ?? Object.keys(CASES).join(',')).split(',');
    const unknown = names.find((name) => !Object.hasOwn(CASES, name));
    if (unknown !== undefined) throw new UsageError(`--cases has no "${unknown}". Cases: ${Object.keys(CASES).join(', ')}.`);
    const noises = options['noise'] === undefined ? [0] : options['noise'].split(',').map((text) => (text === '0' ? 0 : positiveNumbers('noise', text)[0]!));
    const seeds = wholeNumber('seeds', options['seeds'] ?? '20', 1);
    const first = wholeNumber('first', options['first'] ?? '0', 0);
    const composer = new Composer(await standardPackages());
    const tick = progress(names.length * noises.length * seeds);
    const runs: SymbolicRun[] = [];
    for (const name of names) {
      for (const noise of noises) {
        for (let seed = first; seed < first + seeds; seed++) {
          runs.push(await runOf(composer, name, CASES[name]!, noise, seed, options['fit'] === 'plain'));
          tick();
        }
      }
    }
    for (const line of symbolifyReport(runs, options['show'] !== undefined)) process.stdout.write(`${line}\n`);
    return 0;
  },
};

interface Told { readonly stages: readonly { readonly edges?: readonly { readonly became: string | null }[]; readonly before?: Measured; readonly metrics?: Measured }[]; readonly metrics: Measured }
interface Measured { readonly test: { readonly rmse: number | null; readonly r2: number } }

async function runOf(composer: Composer, name: string, { expression, domain, widths, edges }: SymbolicCase, noise: number, seed: number, isPlain: boolean): Promise<SymbolicRun> {
  const experiment = {
    knotwork: 1, name: 'symbolify', seed, dataset: { kind: 'expression', expression, domain, noise }, network: { widths, basis: 'b-spline' },
    stages: [{ kind: 'fit', ...(isPlain ? { smoothing: 0 } : {}) }, { kind: 'extend-grid', levels: [10], ...(isPlain ? { fit: { smoothing: 0 } } : {}) }, { kind: 'symbolify' }],
  };
  const place = new MemoryPlace();
  const composition = await composer.compose({ text: JSON.stringify(experiment), fileName: 'symbolify.yaml', folder: '', overrides: [], again: false }, [given(tokens.place, place)]);
  const { result } = await composition.run();
  const { stages } = result as unknown as Told;
  const stage = stages.at(-1)!;
  const timing = JSON.parse(new TextDecoder().decode(place.folder.read('timing.json')!)) as { readonly stages: readonly { readonly seconds: number }[] };
  // Where the formula has no value at some row, that is as wrong as can be.
  const relative = ({ test: { r2, rmse } }: Measured): number => (!Number.isFinite(rmse) || rmse === null ? Infinity : r2 < 1 - 1e-9 ? Math.sqrt(1 - r2) : rmse);
  return { name, noise, seed, wanted: edges, became: stage.edges!.map(({ became }) => became), before: relative(stage.before!), after: relative(stage.metrics!), seconds: timing.stages.at(-1)!.seconds };
}
