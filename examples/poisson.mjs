// A differential equation from code: u_xx + u_yy = f on the square [-1, 1]^2 with u = 0 at its edge, whose solution is sin(pi x) sin(pi y). Start it after npm run build.
import { formula, input } from '@knotwork/algebra';
import { createNetwork, extendGrid } from '@knotwork/network';
import { randomStream } from '@knotwork/numerics';
import { AS_GIVEN, installedCatalog } from '@knotwork/plugin';
import { standardPackages } from '@knotwork/standard';

const catalog = installedCatalog(await standardPackages());
const solution = (x, y) => Math.sin(Math.PI * x) * Math.sin(Math.PI * y);

// Degree 5: two derivatives of an edge still are cubic. No base function: the spline alone bends as it likes.
const layer = { layer: { kind: 'kan' }, edge: { kind: 'plain' }, basis: { kind: 'b-spline', intervals: 5, degree: 5 }, inputMap: 'interval', outside: 'linear' };
const create = (seed) => createNetwork({
  widths: [2, 2, 1], layers: [layer, layer], initializers: [{ kind: 'small' }, { kind: 'small' }], domains: [[-1, 1], [-1, 1]],
  inputs: [{ name: 'x', map: AS_GIVEN }, { name: 'y', map: AS_GIVEN }], outputs: [{ name: 'u', map: AS_GIVEN }],
}, randomStream(seed, 'network'), catalog);

const derivative = (...inputs) => ({ of: 'derivative', output: 0, inputs });
const objective = {
  blocks: [
    { name: 'equation', points: 'inside', form: 'residuals', weight: 0.01, formula: formula(['uxx', 'uyy', 'f'], { r: input('uxx').add(input('uyy')).sub(input('f')) }), reads: { uxx: derivative(0, 0), uyy: derivative(1, 1), f: { of: 'target', index: 0 } } },
    { name: 'edge', points: 'edge', form: 'residuals', weight: 1, formula: formula(['u'], { r: input('u') }), reads: { u: { of: 'output', index: 0 } } },
  ],
};

const line = Array.from({ length: 41 }, (_, k) => -1 + k / 20);
const all = line.flatMap((x) => line.map((y) => [x, y]));
const isEdge = ([x, y]) => Math.abs(x) === 1 || Math.abs(y) === 1;
const rows = (list) => ({ count: list.length, width: list[0].length, values: Float64Array.from(list.flat()) });
const inside = all.filter((p) => !isEdge(p));
const points = { inside: { inputs: rows(inside), targets: rows(inside.map(([x, y]) => [-2 * Math.PI ** 2 * solution(x, y)])) }, edge: { inputs: rows(all.filter(isEdge)) } };

const engine = await catalog.get('engine', 'native').create({ precision: 'float64' });
async function start({ network, structure }) {
  const program = await engine.compile(structure, objective, { trainable: ['coefficients', 'bias'], parameters: 'effective' });
  return { structure, program, data: await program.bind(points), state: await program.start(network) };
}

// Eight starts; the best of them is trained on, and then on twice as many intervals, twice. New knots contain the old, so that nothing is lost.
let best = null;
for (let seed = 1; seed <= 8; seed++) {
  const run = await start(create(seed));
  const value = await damped(run, 40);
  if (best === null || value < best.value) best = { ...run, seed, value };
  else await run.program.dispose();
}
await damped(best, 100);
for (const intervals of [10, 20]) {
  const { network } = await best.state.read();
  const before = await best.state.value(best.data);
  const extended = extendGrid(best.structure, network, [intervals, intervals], catalog);
  await best.program.dispose();
  best = { ...best, ...await start(extended) };
  console.log(`${intervals} intervals: the objective changed by ${Math.abs((await best.state.value(best.data)).value / before.value - 1).toExponential(1)} of itself`);
  await damped(best, 60);
}

// Levenberg-Marquardt by hand.
async function damped({ state, data }, steps) {
  let normal = await state.normal(data);
  for (let step = 0, mu = 1e-2; step < steps && mu < 1e12; step++) {
    const trial = await state.tryStep(normal, { shape: 'marquardt', mu }, data);
    if (trial.status === 'ok' && trial.value.value < normal.value.value) {
      await state.accept(trial);
      normal = await state.normal(data);
      mu /= 3;
    } else mu *= 4;
  }
  return normal.value.value;
}

const { values } = await best.state.outputs(await best.program.bind({ inside: points.inside }, { blocks: ['equation'] }));
const error = Math.sqrt(inside.reduce((sum, [x, y], n) => sum + (values[n] - solution(x, y)) ** 2, 0) / inside.reduce((sum, [x, y]) => sum + solution(x, y) ** 2, 0));
console.log(`start ${best.seed} of 8, relative L2 error ${error.toExponential(1)}`);
