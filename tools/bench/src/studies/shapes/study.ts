import { installed } from '@knotwork/experiment';
import { type Catalog, isKnotworkError } from '@knotwork/plugin';
import { standardPackages } from '@knotwork/standard';
import { PRECISIONS, precisionsOf } from '../../lib/precisions.js';
import { positiveNumbers, readCommandLine, UsageError } from '../../lib/program.js';
import { progress } from '../../lib/progress.js';
import { openStep, type StepCase } from '../../lib/step-session.js';
import type { Study } from '../../lib/study.js';
import { timedRepeats } from '../../lib/timed-repeats.js';
import { stepParts } from './kernel-times.js';
import { referenceShapes } from '../../lib/reference-shapes.js';
import { type Peaks, type ShapeMeasurement, shapesReport } from './report.js';
import { simdPeak } from './simd-peak.js';
import { stepOperations, totalOperations } from './step-operations.js';

const HELP = `npm run -s bench -- shapes [--shapes A,B,...] [--basis b-spline,...] [--dtype float64,float32] [--seconds 0.5]

What a training step costs over the shapes of the comparison with other libraries (tools/bench/peers/shapes.json), where its time goes,
and how near the arithmetic comes to what one thread can do with 128-bit WebAssembly instructions, measured before and after.

  --shapes NAME,...  all, if left out
  --basis NAME,...   any installed, as large per edge as a spline of degree 3 on the intervals of the shape (b-spline)
  --dtype T,...      float64, float32 (float64,float32)
  --seconds S        least time for the steps of one case; inference takes half of it (0.5)

Operations of a step are those that the structure of the network needs, whatever the engine does; see src/step-operations.ts. Parts of a
step are shown where the engine times its kernels. Refused combinations are dashes, with the reason below the table.
`;

const NAMES = ['shapes', 'basis', 'dtype', 'seconds'];
const DEGREE = 3;
/** Steps that run with the kernels' clocks on. */
const PROFILED = { least: 5, most: 2000 };

export const study: Study = {
  help: HELP,
  async run(args) {
    const { files, overrides, options } = readCommandLine(args, NAMES);
    if (files.length + overrides.length > 0) throw new UsageError(`Nothing but options may be given; got ${[...files, ...overrides].join(' ')}. Options: ${NAMES.map((n) => `--${n}`).join(', ')}.`);
    const shapes = referenceShapes(options['shapes']);
    const precisions = precisionsOf(options['dtype'] ?? PRECISIONS.join());
    const [seconds, ...more] = positiveNumbers('seconds', options['seconds'] ?? '0.5');
    if (more.length > 0) throw new UsageError(`--seconds must be one number; got "${options['seconds']}".`);
    const { catalog } = installed(await standardPackages());
    const bases = (options['basis'] ?? 'b-spline').split(',').map((name) => catalog.get('basis', name.trim()).name);

    const peaks = (): number[] => precisions.map((precision) => simdPeak(precision));
    const before = peaks();
    const cases = shapes.flatMap((shape) => bases.flatMap((basis) => precisions.map((precision) => ({ shape, basis, precision }))));
    const tick = progress(cases.length);
    const measurements: ShapeMeasurement[] = [];
    for (const { shape: { name, ...shape }, basis, precision } of cases) {
      measurements.push({ shape: name, basis, precision, result: await resultOf(catalog, { ...shape, degree: DEGREE, basis, precision }, seconds!) });
      tick();
    }
    const after = peaks();
    const both: Peaks = Object.fromEntries(precisions.map((precision, k) => [precision, [before[k]!, after[k]!]]));
    for (const line of shapesReport(measurements, both)) process.stdout.write(`${line}\n`);
    return 0;
  },
};

/** Measures one case, or says why it cannot be. */
async function resultOf(catalog: Catalog, wanted: StepCase, seconds: number): Promise<ShapeMeasurement['result']> {
  try {
    const session = await openStep(catalog, wanted);
    const warm = Math.min(0.25, seconds);
    const { median } = await timedRepeats(session.step, { warm, measured: seconds });
    const forward = await timedRepeats(session.forward, { warm, measured: seconds / 2 });
    const steps = Math.min(PROFILED.most, Math.max(PROFILED.least, Math.ceil(1e3 * seconds / median)));
    const parts = await stepParts(session.program, session.step, steps);
    const parameters = session.program.layout.unknowns;
    const operations = totalOperations(stepOperations(session.structure, wanted.batch, session.update, parameters));
    await session.dispose();
    return { coefficients: session.structure.layers[0]!.terms[0]!.size, parameters, step: median, forward: forward.median, operations, parts };
  } catch (error) {
    if (isKnotworkError(error) && error.code !== 'internal') return { refusal: error.message };
    throw error;
  }
}
