import { expect, test } from '@jest/globals';
import { planned, STUDY, TINY } from '../fixtures/planned.js';

const WIDE = TINY.replace('widths: [1, 1]', 'widths: [1, 4, 1]').replace('network: {', 'network: { edge: plain,');
const BASES = STUDY.replace('[b-spline, chebyshev]', '[{ kind: b-spline, degree: 2 }, { kind: b-spline, degree: 3 }, chebyshev, fourier, gaussian-rbf]');
/** Perceptrons beside splines; the last layer of both is linear. */
const MODELS = STUDY.replace('network.basis: [b-spline, chebyshev]', `model:
    kan: {}
    mlp: { network.layer: mlp, network.layers: { 1: { layer: { kind: mlp, activation: identity } } } }
    spline-mlp: { network.layer: spline-mlp }`);
const sized = async (study: string, base = WIDE) => (await planned(study, base)).sizes!;

test('every basis has the resolution that is closest to so many parameters of an edge, by its own option', async () => {
  const plan = await planned(`${BASES}parametersPerEdge: 8\n`, WIDE);
  expect(plan.sizes!.map(({ arm, perEdge }) => [arm, perEdge])).toEqual([
    ['b-spline degree=2', { asked: 8, reached: [8, 8] }], ['b-spline degree=3', { asked: 8, reached: [8, 8] }], ['chebyshev', { asked: 8, reached: [8, 8] }],
    // Sines and cosines come in pairs; of two that are equally close the coarser one is taken.
    ['fourier', { asked: 8, reached: [7, 7] }], ['gaussian-rbf', { asked: 8, reached: [8, 8] }],
  ]);
  expect(plan.trials.slice(0, 3).map(({ overrides }) => overrides.filter((text) => !text.startsWith('seed')).at(-1))).toEqual(['network.basis.intervals=6', 'network.basis.intervals=5', 'network.basis.degree=7']);
});

test('a layer with a basis of its own has its own resolution, and a perceptron none', async () => {
  const own = await planned(`${STUDY}parametersPerEdge: 9\n`, WIDE.replace('widths: [1, 4, 1]', 'widths: [1, 4, 1], layers: { 1: { basis: { kind: b-spline, degree: 1 } } }'));
  expect(own.trials[0]!.overrides).toEqual(['network.basis=b-spline', 'network.basis.intervals=6', 'network.layers.1.basis.intervals=8', 'seed=1']);
  expect(own.sizes![0]!.perEdge).toEqual({ asked: 9, reached: [9, 9] });
  const models = await sized(`${MODELS}parametersPerEdge: 9\n`);
  expect(models.map(({ arm, perEdge }) => [arm, perEdge!.reached])).toEqual([['kan', [9, 9]], ['mlp', [1, 1]], ['spline-mlp', [1, 1]]]);
});

test('layers that come to other resolutions have blocks of their own', async () => {
  const { trials, sizes } = await planned(`${STUDY}parametersPerEdge: 8\n`, WIDE.replace('edge: plain,', '').replace('widths: [1, 4, 1]', 'widths: [1, 4, 1], layers: { 1: { edge: plain } }'));
  expect(trials[0]!.overrides).toEqual(['network.basis=b-spline', 'network.layers.0.basis={"kind":"b-spline","degree":3,"intervals":4}', 'network.layers.1.basis={"kind":"b-spline","degree":3,"intervals":5}', 'seed=1']);
  expect(sizes![0]!.perEdge!.reached).toEqual([8, 8]);
});

test('hidden layers are as wide as it takes to have as many parameters as the baseline, in every set', async () => {
  const [kan, mlp, ...others] = await sized(`${MODELS}parametersPerEdge: 9\nequal: parameters\nsets: { narrow: {}, wide: { network.widths: [3, 4, 1], dataset.expression: x1 + x2 + x3 } }\n`);
  expect(kan).toEqual({ arm: 'kan', set: 'narrow', widths: [1, 4, 1], perEdge: { asked: 9, reached: [9, 9] }, equal: { what: 'parameters', asked: 8 * 9, reached: 8 * 9 } });
  // Of n nodes 2 n weights, n biases and one more: 70, 73 or 76.
  expect(mlp).toEqual({ arm: 'mlp', set: 'narrow', widths: [1, 24, 1], perEdge: { asked: 9, reached: [1, 1] }, equal: { what: 'parameters', asked: 72, reached: 73 } });
  // 4 n weights, n biases and one more: of 141 and 146 the nearer one.
  expect(others.slice(-2).map(({ arm, widths, equal }) => [arm, equal!.asked, ...(arm === 'mlp' ? [widths[1], equal!.reached] : [])])).toEqual([['mlp', 144, 29, 146], ['spline-mlp', 144]]);
});

test('several hidden layers keep their proportions', async () => {
  const [, mlp] = await sized(`${MODELS.replaceAll('{ 1:', '{ 2:')}equal: parameters\n`, WIDE.replace('[1, 4, 1]', '[1, 8, 2, 1]'));
  expect(mlp!.widths).toEqual([1, 21, 5, 1]);
  // 26 edges of 6; 21 + 21 x 5 + 5 weights and 21 + 5 + 1 biases. With 20 and 5 nodes they are 151.
  expect(mlp!.equal).toEqual({ what: 'parameters', asked: 156, reached: 158 });
});

test.each([
  ['operations', 'local operations', 'kan'], ['{ what: operations, account: edgewise }', 'edgewise operations', 'kan'], ['{ what: operations, account: dense, to: { model: mlp } }', 'dense operations', 'mlp'],
])('equal: %s finds the width that comes closest', async (equal, what, measure) => {
  const sizes = await sized(`${MODELS}equal: ${equal}\n`);
  for (const { arm, widths, equal: reached } of sizes) {
    expect(reached!.what).toBe(what);
    if (arm === measure) { expect([widths, reached!.reached]).toEqual([[1, 4, 1], reached!.asked]); continue; }
    // Four nodes of a perceptron cost less than the features of one input alone.
    if (measure === 'mlp') { expect([widths, reached!.reached > 5 * reached!.asked]).toEqual([[1, 1, 1], true]); continue; }
    // Operations are so many for a node; the splines of the input itself come once.
    const each = arm === 'mlp' ? 2 + 5 + 2 : reached!.reached / widths[1]!;
    if (arm === 'mlp') expect(reached!.reached).toBe(each * widths[1]!);
    expect(Math.abs(reached!.reached - reached!.asked)).toBeLessThanOrEqual(each / 2 + (arm === 'spline-mlp' ? each : 0));
  }
});

test.each([
  ['an arm that is none', `${MODELS}equal: { what: parameters, to: resnet }\n`, WIDE, /^equal\.to \(line \d+\) must be an arm: kan; mlp; spline-mlp; got "resnet"/],
  ['something that cannot be equal', `${MODELS}equal: seconds\n`, WIDE, /^equal \(line \d+\): must be/],
  ['no hidden layer', `${STUDY}equal: parameters\n`, TINY, /^equal makes networks as large as another by their hidden layers, and the arm "chebyshev" has none: its widths are \[1, 1\]\. Give it some/],
  ['widths by cross-validation', `${STUDY}parametersPerEdge: 8\n`, TINY.replace('widths: [1, 1]', 'widths: { hidden: [[], [2]] }'), /^arm "b-spline": its network goes on from a saved one, or its widths are chosen by cross-validation/],
  ['no parameters', `${STUDY}parametersPerEdge: 0\n`, WIDE, /^parametersPerEdge \(line \d+\): must be/],
])('%s is refused with what to write', async (_, study, base, message) => {
  await expect(planned(study, base)).rejects.toThrow(message);
});
