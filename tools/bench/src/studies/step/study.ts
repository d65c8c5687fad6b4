import { installed } from '@knotwork/experiment';
import { isKnotworkError } from '@knotwork/plugin';
import { standardPackages } from '@knotwork/standard';
import { readCommandLine, UsageError, wholeNumber, wholeNumbers } from '../../lib/program.js';
import { openStep, type StepCase } from '../../lib/step-session.js';
import type { Study } from '../../lib/study.js';
import { timedRepeats } from '../../lib/timed-repeats.js';
import { stepSeconds } from './step-seconds.js';

const HELP = `npm run -s bench -- step --layers 2,5,1 --batch 1000 [--intervals 5] [--degree 3] [--basis b-spline] [--dtype float64] [--threads 1]

Times one full training step of a network of residual edges, and one inference pass, and prints one line of JSON: what
tools/bench/peers/run_all.py asks of a contestant. A step is outputs, mean squared error, gradient and Adam on the same rows.

  --layers N,...  widths of the network
  --batch N       rows of a step: inputs uniform in [-1, 1], all targets sin(3 * sum of the inputs)
  --intervals N   and
  --degree K      give N + K coefficients per edge, or as near as the options of the basis allow (5, 3)
  --basis NAME    any basis installed (b-spline)
  --dtype T       float64 or float32 (float64)
  --threads N     one is all there is (1)

first_loss_ms in the record is the time from compiling to the loss of the first step, in a process that has compiled nothing before.

PEERS_WARM_S, PEERS_STEP_S and PEERS_FWD_S in the environment are the least seconds of warm-up, steps and inference (0.25, 0.7, 0.3).
What the engine or a plugin refuses is printed as {"error": "why"} with exit status 0; status 2 means that the command is wrong.
`;

const NAMES = ['layers', 'batch', 'intervals', 'degree', 'basis', 'dtype', 'threads'];

export const study: Study = {
  help: HELP,
  async run(args) {
    const { files, overrides, options } = readCommandLine(args, NAMES);
    if (files.length + overrides.length > 0) throw new UsageError(`Nothing but options may be given; got ${[...files, ...overrides].join(' ')}. Options: ${NAMES.map((n) => `--${n}`).join(', ')}.`);
    const [layers, batch] = [options['layers'], options['batch']];
    if (layers === undefined || batch === undefined) throw new UsageError('--layers and --batch must be given. Type npm run -s bench -- step --layers 2,5,1 --batch 1000.');
    const widths = wholeNumbers('layers', layers);
    if (widths.length < 2) throw new UsageError(`--layers must name inputs and outputs at least, such as 2,5,1; got "${layers}".`);
    const precision = options['dtype'] ?? 'float64';
    const shape = {
      layers: widths, batch: wholeNumber('batch', batch, 1), basis: options['basis'] ?? 'b-spline',
      intervals: wholeNumber('intervals', options['intervals'] ?? '5', 1), degree: wholeNumber('degree', options['degree'] ?? '3', 0),
    };
    const threads = wholeNumber('threads', options['threads'] ?? '1', 1);
    const seconds = stepSeconds(process.env);
    const { catalog } = installed(await standardPackages());
    // A name that nobody has is a wrong command, not a configuration that is refused.
    catalog.get('basis', shape.basis);

    const print = (record: object): void => { process.stdout.write(`${JSON.stringify(record)}\n`); };
    if (threads !== 1) print({ error: `--threads must be 1: a network is trained by one thread; got ${threads}.` });
    else if (precision !== 'float64' && precision !== 'float32') print({ error: `--dtype must be float64 or float32; got "${precision}".` });
    else print(await measured({ ...shape, precision }));
    return 0;

    async function measured(wanted: StepCase): Promise<object> {
      try {
        const from = performance.now();
        const session = await openStep(catalog, wanted);
        const ready = performance.now();
        const first = await session.step();
        const learned = performance.now();
        const step = await timedRepeats(session.step, { warm: seconds.warm, measured: seconds.step });
        const last = await session.step();
        const forward = await timedRepeats(session.forward, { warm: seconds.warm, measured: seconds.forward });
        return {
          version: catalog.list('engine').find(({ definition }) => definition.name === 'native')!.version,
          params: session.program.layout.unknowns, basis: session.basis, coefficients: session.structure.layers[0]!.terms[0]!.size,
          step_ms: step, forward_ms: forward, peak_rss_mb: process.resourceUsage().maxRSS / 1024, loss_first: first, loss_last: last,
          build_ms: ready - from, first_loss_ms: learned - session.compiledFrom, node: process.version, optimizer: 'adam',
        };
      } catch (error) {
        if (isKnotworkError(error) && error.code !== 'internal') return { error: error.message };
        throw error;
      }
    }
  },
};
