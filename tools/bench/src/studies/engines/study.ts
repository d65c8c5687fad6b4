import { isBinding } from '@knotwork/tfjs-bindings';
import { installed } from '@knotwork/experiment';
import { type BackendName, openBackend } from '@knotwork/engine-tfjs/backends';
import { randomStream } from '@knotwork/numerics';
import type { Catalog, PluginUse } from '@knotwork/plugin';
import type { Precision } from '@knotwork/plugin/engine';
import { standardPackages } from '@knotwork/standard';
import { positiveNumbers, readCommandLine, UsageError } from '../../lib/program.js';
import { progress } from '../../lib/progress.js';
import { openStep, stepRows } from '../../lib/step-session.js';
import type { Study } from '../../lib/study.js';
import { timedRepeats, type Timing } from '../../lib/timed-repeats.js';
import { type ReferenceShape, referenceShapes } from '../../lib/reference-shapes.js';
import { backendsThatStart } from './backends-that-start.js';
import { closedCubic, closedCubicByTape } from './closed-cubic.js';
import { type EngineMeasurement, enginesReport } from './report.js';

const HELP = `npm run -s bench -- engines [--shapes A,B,...] [--backends tfjs-node,wasm,cpu] [--rounds 3] [--seconds 0.5]

A training step of the same network by every engine, in one process: native in double and in single precision, and tfjs on each of its back
ends beside programs that somebody wrote over TensorFlow.js for cubic splines in closed form: "by hand", with its gradient by hand, too, and
"by tape", by the gradients and Adam of TensorFlow.js, on back ends that bring them. A step is outputs, mean squared error, gradient and
Adam, and ends when the error is read. "same" is a step on the rows of the step before, where features of the first layer stay what they
were; "batches" sees other rows every time, out of eight times as many.

  --shapes NAME,...    of tools/bench/peers/shapes.json (A,B,C)
  --backends NAME,...  tfjs-node-gpu, tfjs-node, wasm, cpu; what is not there is named and left out (tfjs-node,wasm,cpu)
  --rounds N           every side once a round, in turn (3)
  --seconds S          least time for the steps of one side in a round (0.5)

On a machine with a GPU: npm run -s bench -- engines --backends tfjs-node-gpu,tfjs-node
`;

const NAMES = ['shapes', 'backends', 'rounds', 'seconds'];
const DEGREE = 3;
/** Batches of the rows that are bound. */
const BATCHES = 8;
const PRECISIONS: readonly Precision[] = ['float64', 'float32'];

/** One contestant on one shape, opened anew in every round. */
interface Side { readonly name: string; readonly rows: 'same' | 'batches'; readonly backend: string | null; open(): Promise<{ step(): Promise<unknown>; dispose(): Promise<void> }> }

export const study: Study = {
  help: HELP,
  async run(args) {
    const { files, overrides, options } = readCommandLine(args, NAMES);
    if (files.length + overrides.length > 0) throw new UsageError(`Nothing but options may be given; got ${[...files, ...overrides].join(' ')}. Options: ${NAMES.map((n) => `--${n}`).join(', ')}.`);
    const shapes = referenceShapes(options['shapes'] ?? 'A,B,C');
    const [rounds, ...more] = positiveNumbers('rounds', options['rounds'] ?? '3');
    const [seconds, ...others] = positiveNumbers('seconds', options['seconds'] ?? '0.5');
    if (more.length + others.length > 0 || !Number.isInteger(rounds)) throw new UsageError('--rounds must be one whole number, and --seconds one number.');
    const { catalog } = installed(await standardPackages());
    const { there, refused } = await backendsThatStart(catalog, options['backends'] ?? 'tfjs-node,wasm,cpu');

    const measurements: EngineMeasurement[] = [];
    const cases = shapes.flatMap((shape) => sidesOf(catalog, shape, there).map((side) => ({ shape, side })));
    const tick = progress(cases.length * rounds!);
    for (let round = 0; round < rounds!; round++) {
      for (const { shape, side } of cases) {
        measurements.push({ shape: shape.name, rows: side.rows, side: side.name, backend: side.backend, ...await timed(side, seconds!) });
        tick();
      }
    }
    for (const line of [...enginesReport(measurements), ...refused]) process.stdout.write(`${line}\n`);
    return 0;
  },
};

async function timed(side: Side, seconds: number): Promise<Timing> {
  const session = await side.open();
  try { return await timedRepeats(session.step, { warm: Math.min(0.25, seconds), measured: seconds }); } finally { await session.dispose(); }
}

function sidesOf(catalog: Catalog, { layers, batch, intervals }: ReferenceShape, backends: readonly BackendName[]): Side[] {
  return (['same', 'batches'] as const).flatMap((rows) => {
    const bound = rows === 'same' ? {} : { bound: BATCHES * batch };
    const engine = (name: string, use: PluginUse, precision: Precision, backend: string | null): Side => ({
      name, rows, backend, open: () => openStep(catalog, { layers, batch, intervals, degree: DEGREE, basis: 'b-spline', precision, engine: use, ...bound }),
    });
    return [
      ...PRECISIONS.map((precision) => engine(`native ${precision}`, { kind: 'native', precision }, precision, null)),
      ...backends.flatMap((backend): Side[] => [
        engine(`tfjs ${backend}`, { kind: 'tfjs', backend }, 'float32', backend),
        { name: `by hand ${backend}`, rows, backend, open: () => openByHand(closedCubic, backend, { layers, batch, intervals }, rows) },
        ...(isBinding(backend) ? [{ name: `by tape ${backend}`, rows, backend, open: () => openByHand(closedCubicByTape, backend, { layers, batch, intervals }, rows) }] : []),
      ]),
    ];
  });
}

async function openByHand(write: typeof closedCubic, backend: BackendName, { layers, batch, intervals }: Omit<ReferenceShape, 'name'>, rows: Side['rows']): Promise<Awaited<ReturnType<Side['open']>>> {
  const count = rows === 'same' ? batch : BATCHES * batch;
  const stream = randomStream(1, 'step');
  const made = write(await openBackend(backend), { layers, intervals }, stepRows(layers[0]!, layers.at(-1)!, count, stream.fork('rows')));
  const order = stream.fork('batches').permutation(count);
  let at = 0;
  return {
    step: async () => {
      const from = (at++ % BATCHES) * batch;
      return made.step(rows === 'same' ? null : Uint32Array.from(order.slice(from, from + batch)));
    },
    dispose: async () => { made.dispose(); },
  };
}
