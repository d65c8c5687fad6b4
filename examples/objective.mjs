// An objective from code: a network f and a number nu are trained together, so that nu f(x) meets data and f(0.5) = 1. Start it after npm run build.
import { formula, input } from '@knotwork/algebra';
import { createNetwork } from '@knotwork/network';
import { randomStream } from '@knotwork/numerics';
import { AS_GIVEN, installedCatalog } from '@knotwork/plugin';
import { standardPackages } from '@knotwork/standard';

const catalog = installedCatalog(await standardPackages());
const layer = { layer: { kind: 'kan' }, edge: { kind: 'residual' }, basis: { kind: 'b-spline', intervals: 5 }, inputMap: 'interval', outside: 'linear' };
const { network, structure } = createNetwork({
  widths: [1, 2, 1], layers: [layer, layer], initializers: [{ kind: 'small' }, { kind: 'small' }], domains: [[-1, 1]],
  inputs: [{ name: 'x', map: AS_GIVEN }], outputs: [{ name: 'f', map: AS_GIVEN }],
}, randomStream(1, 'network'), catalog);

// Two blocks over two sets of points. Each says what the inputs of its formula read.
const [f, t, nu] = ['f', 't', 'nu'].map(input);
const output = { of: 'output', index: 0 };
const objective = {
  blocks: [
    { name: 'data', points: 'data', form: 'residuals', weight: 1, formula: formula(['f', 't', 'nu'], { r: nu.mul(f).sub(t) }), reads: { f: output, t: { of: 'target', index: 0 }, nu: { of: 'scalar', name: 'nu' } } },
    { name: 'pinned', points: 'middle', form: 'residuals', weight: 10, formula: formula(['f'], { r: f.sub(1) }), reads: { f: output } },
  ],
  scalars: { nu: { initial: 1 } },
};

const engine = await catalog.get('engine', 'native').create({ precision: 'float64' });
const program = await engine.compile(structure, objective, { trainable: ['coefficients', 'baseWeight', 'bias'], parameters: 'effective' });
const column = (values) => ({ count: values.length, width: 1, values: Float64Array.from(values) });
const x = Array.from({ length: 50 }, (_, n) => -1 + n / 24.5);
// 2.5 g(x) with g(0.5) = 1.
const points = await program.bind({ data: { inputs: column(x), targets: column(x.map((v) => 2.5 * Math.sin(Math.PI * v))) }, middle: { inputs: column([0.5]) } });
const state = await program.start(network);

// Levenberg-Marquardt by hand: a step is tried with a damping, and taken if the objective falls.
for (let step = 0, mu = 1; step < 80; step++) {
  const normal = await state.normal(points);
  const trial = await state.tryStep(normal, { shape: 'marquardt', mu }, points);
  const isBetter = trial.status === 'ok' && trial.value.value < normal.value.value;
  if (isBetter) await state.accept(trial);
  mu *= isBetter ? 1 / 3 : 4;
}
const { value, blocks } = await state.value(points);
console.log(`objective ${value.toExponential(1)}, blocks ${blocks.map((b) => b.toExponential(1)).join(' and ')}, nu ${(await state.read()).scalars.nu.toFixed(4)}`);
await program.dispose();
