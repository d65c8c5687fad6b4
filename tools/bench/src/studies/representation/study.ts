import { bestFit } from '@knotwork/conformance';
import { installed } from '@knotwork/experiment';
import { parseOptions } from '@knotwork/network';
import { type BasisDefinition, callPlugin, type Catalog, type PluginUse } from '@knotwork/plugin';
import { standardPackages } from '@knotwork/standard';
import { basisOfSize } from '../../lib/basis-of-size.js';
import { readCommandLine, UsageError, wholeNumber, wholeNumbers } from '../../lib/program.js';
import { progress } from '../../lib/progress.js';
import type { Study } from '../../lib/study.js';
import { type Representation, representationReport } from './report.js';
import { trainedShape } from './trained-shape.js';

const HELP = `npm run -s bench -- representation [--basis NAME,...] [--parameters 6,12,24,48] [--starts 8] [--steps 200]

What one edge of each basis can represent on [-1, 1]: five functions, fitted by least squares at 2001 points, errors at 8000 others.
Cells say: largest error / root of the mean squared error (trained numbers of the edge).

  --basis NAME,...      all that are installed, if left out
  --parameters N,...    about how many; every basis comes as near as its resolution allows, one without any stays as it is (6,12,24,48)
  --starts N            and
  --steps N             for bases marked *, whose shape parameters are trained with Levenberg-Marquardt: beginnings, of which the best
                        goes on, and steps (8, 200). Their errors are what training found, all others are the least there are.
`;

const DEGREE = 3;
const TARGETS: Readonly<Record<string, (x: number) => number>> = {
  'exp(x)': Math.exp,
  'sin(3 pi x)': (x) => Math.sin(3 * Math.PI * x),
  'abs(x)': Math.abs,
  'exp(-100 x^2)': (x) => Math.exp(-100 * x * x),
  '1/(1 + 25 x^2)': (x) => 1 / (1 + 25 * x * x),
};

export const study: Study = {
  help: HELP,
  async run(args) {
    const { files, overrides, options } = readCommandLine(args, ['basis', 'parameters', 'starts', 'steps']);
    if (files.length + overrides.length > 0) throw new UsageError(`Nothing but options may be given; got ${[...files, ...overrides].join(' ')}.`);
    const wanted = wholeNumbers('parameters', options['parameters'] ?? '6,12,24,48');
    const training = { starts: wholeNumber('starts', options['starts'] ?? '8', 1), steps: wholeNumber('steps', options['steps'] ?? '200', 1) };
    const { catalog } = installed(await standardPackages());
    const names = options['basis']?.split(',').map((name) => name.trim()) ?? catalog.list('basis').map(({ definition }) => definition.name);
    const edges = names.flatMap((name) => edgesOf(catalog.get('basis', name), wanted));
    const tick = progress(edges.length * Object.keys(TARGETS).length);
    for (const [title, target] of Object.entries(TARGETS)) {
      const found: Representation[] = [];
      for (const edge of edges) {
        found.push(await represented(catalog, edge, target, training));
        tick();
      }
      for (const line of [...representationReport(title, wanted, found), '']) process.stdout.write(`${line}\n`);
    }
    return 0;
  },
};

interface Edge {
  readonly basis: BasisDefinition;
  readonly use: PluginUse;
  readonly wanted: number;
  /** Shape parameters that training changes. */
  readonly shapes: number;
}

/** A basis at the resolutions whose numbers of parameters are wanted; one without a resolution as it is, for the number it comes nearest. */
function edgesOf(basis: BasisDefinition, wanted: readonly number[]): Edge[] {
  const options = parseOptions(basis, { kind: basis.name });
  const shapes = Object.values(callPlugin(basis, 'shape', () => basis.shape?.(options) ?? {})).filter((parameter) => parameter.trainable).length;
  if (basis.capabilities.refine !== undefined) return wanted.map((n) => ({ basis, use: basisOfSize(basis, n - shapes, DEGREE), wanted: n, shapes }));
  const size = callPlugin(basis, 'size', () => basis.size(options)) + shapes;
  const nearest = wanted.reduce((best, n) => (Math.abs(n - size) < Math.abs(best - size) ? n : best));
  return [{ basis, use: { kind: basis.name }, wanted: nearest, shapes }];
}

async function represented(
  catalog: Catalog, { basis, use, wanted, shapes }: Edge, target: (x: number) => number, training: { readonly starts: number; readonly steps: number },
): Promise<Representation> {
  const shape = shapes === 0 ? {} : await trainedShape(catalog, use, target, training);
  const { size, max, rms } = bestFit(basis, parseOptions(basis, use), target, { shape });
  return { basis: basis.name, wanted, parameters: size + shapes, isTrained: shapes > 0, max, rms };
}
