import { expect, test } from '@jest/globals';
import { collisions, endsOfTurned, textsOf } from '../fixtures/boxes.js';
import { edge, numbers } from '../fixtures/networks.js';
import { colorsIn, contrast, over } from '../fixtures/contrast.js';
import { everything, numberOf, type Parsed, parsedSvg, titleOf } from '../fixtures/parsed-svg.js';
import { distanceTo, pathPoints } from '../fixtures/path-points.js';
import { bandCurves, type BandSeries, bars, confusionMatrix, edgePicture, forestPlot, type ForestRow, learningCurve, paretoFront, pictureStyle, predictedAgainstActual, rankPlot, residuals, rungStaircase, tradeOffPlot } from '../index.js';
import { type SolutionLine, solutionLines, solutionMap, type SolutionPlane } from '../solution.js';

const elementsOf = (svg: string): Parsed[] => everything(parsedSvg(svg));
const ofClass = (elements: readonly Parsed[], name: string): Parsed[] => elements.filter(({ attributes }) => attributes.get('class')?.split(' ').includes(name));
const texts = (elements: readonly Parsed[]): string[] => elements.filter(({ name }) => name === 'text').map(({ text }) => text);
const words = (elements: readonly Parsed[]): string => elements.find(({ name }) => name === 'desc')!.text;
const pointsOf = (element: Parsed): [number, number][][] => pathPoints(element.attributes.get('d')!);

/** Pixels of the numbers on the axes, by what they say: where a value must be is read off the picture itself. */
function axesOf(elements: readonly Parsed[]): { x(value: number): number; y(value: number): number } {
  const labels = elements.filter(({ name, attributes, text }) => name === 'text' && attributes.get('font-size') === '11' && /^−?[\d.]+$/.test(text));
  const line = (along: 'x' | 'y', anchor: string): ((value: number) => number) => {
    const ticks = labels.filter(({ attributes }) => attributes.get('text-anchor') === anchor).map((label) => [Number(label.text.replace('−', '-')), numberOf(label, along) - (along === 'y' ? 0.35 * 11 : 0)] as const);
    const [[a, from], [b, to]] = [ticks[0]!, ticks.at(-1)!];
    return (value) => from + (value - a) / (b - a) * (to - from);
  };
  return { x: line('x', 'middle'), y: line('y', 'end') };
}

const next = numbers(5);
const rows = (name: string, count: number, offset = 0) => {
  const actual = Array.from({ length: count }, () => 10 * next());
  return { name, actual, predicted: actual.map((value) => value + offset + next() - 0.5) };
};
const predictions = { output: 'y (kg)', parts: [rows('training', 60), rows('validation', 20, 1)] };
/** Names of arms as studies have them. */
const arms = Array.from({ length: 12 }, (_, k) => `b-spline degree=${k}, intervals=${3 * k}, schedule=multilevel-curvature-by-level, optimizer=levenberg-marquardt`);
const ratio = (name: string, one: number, lower: number, upper: number, isClear = true): ForestRow => ({ name, ratio: one, interval: { lower, upper }, isClear, note: isClear ? '0.047' : '< 0.001' });
const wide = arms.map((name, k) => ratio(name, 10 ** (k - 6), 10 ** (k - 7), 10 ** (k - 5), k % 2 === 0));
const odd = [ratio('all failed', Infinity, Infinity, Infinity), ratio('none failed', 0, 0, 1e5, false), ratio('half', 3, 0.5, Infinity, false), { ...ratio('few pairs', 1.1, 1, 1, false), interval: null }];
const banded = (name: string, k: number, note = ''): BandSeries => ({ name, note, x: [0, 10, 20, 30], middle: [1, 0.1, 0.01, 1e-4 * (k + 1)], lower: [0.5, 0.05, 0.005, 1e-5], upper: [2, 0.2, 0.1, Infinity] });
const failed: BandSeries = { name: 'wild', note: '7 of 7 failed', x: [0, 30], middle: [Infinity, Infinity], lower: [1, 1], upper: [Infinity, Infinity] };
const point = (name: string, k: number) => ({ name, note: k === 3 ? '2 of 10 failed' : '', cost: 40 + 37 * (k % 5), value: 10 ** (-k % 4), lower: 10 ** (-k % 4) / 2, upper: k === 2 ? Infinity : 3 * 10 ** (-k % 4) });
const places = (from: number, to: number, count: number): number[] => Array.from({ length: count }, (_, k) => from + (to - from) * k / (count - 1));
const grid = (x: number[], y: number[], f: (x: number, y: number) => number) => ({ x, y, values: x.flatMap((u) => y.map((v) => f(u, v))) });
const wave = (t: number, x: number): number => Math.sin(3 * x - 2 * t);
const solved = (unknown: string): SolutionPlane => ({
  unknown, along: ['t', 'a name of a coordinate that has no end'], value: grid(places(0, 1, 64), places(-1, 1, 64), wave), error: grid(places(0, 1, 20), places(-1, 1, 30), (t, x) => 1e-7 * wave(x, t)),
  residual: { ...grid(places(0, 1, 64), places(-1, 1, 64), (t, x) => Math.abs(wave(x, t)) * 1e-5), name: 'the equation' },
  slices: [0, 0.5, 0.75, 1].map((at) => ({ at, places: places(-1, 1, 50), values: places(-1, 1, 50).map((x) => wave(at, x)), reference: { places: places(-1, 1, 90), values: places(-1, 1, 90).map((x) => wave(at, x)) } })),
});
const lines: SolutionLine = {
  along: 't', unknowns: ['x', 'y'].map((name, k) => ({ name, places: places(0, 20, 200), values: places(0, 20, 200).map((t) => Math.sin(t + k)), reference: { places: places(0, 20, 11), values: places(0, 20, 11).map((t) => Math.sin(t + k)) } })),
  residuals: [1, 2].map((k) => ({ name: `equation ${k}`, places: places(0, 20, 200), values: places(0, 20, 200).map((t) => Math.abs(1e-4 * Math.sin(k * t))) })),
};
const all: Readonly<Record<string, string>> = {
  solution: solutionMap([solved('u'), { ...solved('a name of an unknown that goes on and on and on'), held: 'y = 0.5, z = −1' }]),
  solutionWithout: solutionMap([{ unknown: 'u', along: ['x', 'y'], value: grid([0, 1], [0, 1], () => 3), slices: [{ at: 0.5, places: [0, 1], values: [3, 3] }] }]),
  solutionAlong: solutionLines(lines), solutionAlongWithout: solutionLines({ along: 't', unknowns: [{ name: 'u', places: [0, 1], values: [0, 0] }], residuals: [] }),
  forest: forestPlot({ value: 'ratio of test RMSE', sides: ['better', 'worse'], note: 'p', groups: [{ name: 'a data set whose name goes on and on and on and on', rows: wide }, { rows: odd }] }),
  forestOfOne: forestPlot({ value: 'ratio', sides: ['better', 'worse'], note: 'p', groups: [{ rows: [odd[3]!] }] }),
  curves: bandCurves({ value: 'best validation loss', along: 'steps', series: [banded('fixed', 0), banded(arms[3]!, 1, '1 of 7 failed'), failed] }),
  curvesApart: bandCurves({ value: 'best validation loss', along: 'steps', series: [...arms.map((name, k) => banded(name, k)), failed] }),
  stairs: bandCurves({ value: 'rmse', along: 'parameters', isByPowers: true, hasDots: true, series: [{ ...banded('ladder', 0), x: [10, 20, 40, 80] }] }),
  tradeOff: tradeOffPlot({ cost: 'parameters', value: 'rmse', points: arms.map(point) }),
  tradeOffOfOne: tradeOffPlot({ cost: 'parameters', value: 'rmse', points: [{ name: 'a', note: '', cost: 54, value: 0.00015, lower: 0.00014, upper: 0.00016 }, { name: 'b', note: '7 of 7 failed', cost: 54, value: Infinity, lower: 1, upper: Infinity }] }),
  ranks: rankPlot({ ranked: arms.map((name, k) => ({ name, rank: 1.25 + 0.8 * k })), groups: [arms.slice(0, 4), arms.slice(2, 9)] }),
  edge: edgePicture({ ...edge(0, 0, 1), input: 'a long name (of a unit)', output: 'node 1', rows: [-1, 0, 0.5, 3], label: 'sin(3 x)' }),
  learning: learningCurve({ value: 'loss', along: 'step', series: [{ name: 'training', steps: [0, 1, 2], values: [1, 0.1, 0.01] }, { name: 'validation', steps: [0, 1, 2], values: [2, NaN, 0.05] }], marks: [{ at: 1, label: 'G = 10' }] }),
  rungs: rungStaircase({ rungs: [3, 5, 10], size: 'intervals', value: 'rmse', kept: 1, series: [{ name: 'validation', values: [3, 1, 2] }] }),
  predicted: predictedAgainstActual(predictions), residuals: residuals(predictions),
  confusion: confusionMatrix({ classes: ['setosa', 'a rather long name of a class', 'c'], counts: [[50, 0, 0], [1, 30, 10], [0, 0, 0]] }),
  bars: bars({ value: 'importance', bars: [{ name: 'a', value: 0.5, lower: 0.4, upper: 0.7 }, { name: 'a very long name of an input that has no end', value: -0.2 }, { name: 'c', value: NaN }] }),
};

test.each(Object.keys(all))('%s: well-formed, in its frame, no text upon another, ids under its prefix', (name) => {
  const elements = elementsOf(all[name]!);
  const [root] = elements as [Parsed];
  const taken = textsOf(elements);
  expect(collisions(taken)).toEqual([]);
  expect(taken.filter(({ left, right, top, bottom }) => left < 0 || top < 0 || right > numberOf(root, 'width') || bottom > numberOf(root, 'height'))).toEqual([]);
  expect(endsOfTurned(elements).filter(({ x, y }) => x < 0 || y < 0 || x > numberOf(root, 'width') || y > numberOf(root, 'height'))).toEqual([]);
  const ids = elements.flatMap(({ attributes }) => attributes.get('id') ?? []);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.every((id) => id.startsWith(root.attributes.get('id')!))).toBe(true);
  expect(words(elements)).not.toBe('');
  expect(all[name]).not.toMatch(/NaN|Infinity|undefined/);
});

test('nothing at all, and nothing finite, can be drawn', () => {
  for (const values of [[], [NaN], [Infinity, -Infinity]]) {
    const some = [
      learningCurve({ value: 'loss', along: 'step', series: [{ name: 'a', steps: values, values }] }), rungStaircase({ rungs: values, size: 'i', value: 'v', series: [{ name: 'a', values }] }),
      predictedAgainstActual({ output: 'y', parts: [{ name: 'a', actual: values, predicted: values }] }), residuals({ output: 'y', parts: [{ name: 'a', actual: values, predicted: values }] }),
      confusionMatrix({ classes: values.map(String), counts: values.map(() => values) }), bars({ value: 'v', bars: values.map((value) => ({ name: 'a', value })) }),
      bandCurves({ value: 'v', along: 'a', series: values.map((v) => ({ name: 'a', note: '', x: [v], middle: [v], lower: [v], upper: [v] })) }), tradeOffPlot({ cost: 'c', value: 'v', points: values.map((v) => ({ name: 'a', note: '', cost: v, value: v, lower: v, upper: v })) }),
      forestPlot({ value: 'v', sides: ['a', 'b'], note: 'p', groups: [{ rows: values.filter((v) => !(v < 0) && !Number.isNaN(v)).map((v) => ratio('a', v, v, v)) }] }), rankPlot({ ranked: [], groups: [] }),
      ...(values.length === 0 ? [] : [edgePicture({ x: values, y: values, input: 'x', output: 'y' })]),
      solutionLines({ along: 't', unknowns: [{ name: 'u', places: values, values, reference: { places: values, values } }], residuals: [{ name: 'equation', places: values, values }] }),
      solutionMap([{ unknown: 'u', along: ['t', 'x'], value: { x: values, y: [1], values }, error: { x: [0], y: values, values }, residual: { x: values, y: [1], values, name: 'it' }, slices: [{ at: 0, places: values, values, reference: { places: values, values } }] }]),
      learningCurve({ value: 'loss', along: 'step', series: [] }), predictedAgainstActual({ output: 'y', parts: [] }),
    ];
    for (const svg of some) for (const { attributes } of elementsOf(svg)) expect([...attributes.values()].join()).not.toMatch(/NaN|Infinity|undefined/);
  }
});

test('numbers of any size have a place', () => {
  for (const size of [1e300, 1.7e308, 1e-300, 5e-324, 0]) {
    const values = [-size, 0, size];
    for (const svg of [
      edgePicture({ x: values, y: values, input: 'x', output: 'y' }), learningCurve({ value: 'l', along: 's', series: [{ name: 'a', steps: [0, 1, 2], values: [size, size, size] }] }),
      learningCurve({ value: 'l', along: 's', series: [{ name: 'a', steps: [0, 1], values: [5e-324, 1.7e308] }] }),
      predictedAgainstActual({ output: 'y', parts: [{ name: 'a', actual: values, predicted: values }] }), bars({ value: 'v', bars: values.map((value) => ({ name: 'a', value })) }),
      rungStaircase({ rungs: [1, 2, 3], size: 'i', value: 'v', series: [{ name: 'a', values }] }),
      solutionMap([{ unknown: 'u', along: ['t', 'x'], value: grid([0, 1, 2], [0, 1, 2], (x, y) => (x - y) / 2 * size), error: grid([0, 1, 2], [0, 1, 2], (x, y) => (x - y) / 2 * size), residual: { ...grid([0, 1, 2], [0, 1, 2], (x, y) => Math.abs(x - y) / 2 * size), name: 'it' }, slices: [{ at: size, places: [0, 1, 2], values }] }]),
      solutionLines({ along: 't', unknowns: [{ name: 'u', places: values, values }], residuals: [{ name: 'it', places: [0, 1], values: [0, size] }] }),
    ]) for (const { attributes } of elementsOf(svg)) expect([...attributes.values()].join()).not.toMatch(/NaN|Infinity|e[+-]\d/);
  }
});

test('an edge is drawn in its own units, with band, density, rows and formula', () => {
  const one = edge(0, 0, 1, 1);
  const elements = elementsOf(edgePicture({ ...one, input: 'x', output: 'y', rows: [-1, 0, 0.5, 3, NaN], label: 'x^2' }));
  const { x, y } = axesOf(elements);
  const line = pointsOf(ofClass(elements, 'kw-stroke-accent')[0]!);
  const away = Array.from(one.x, (at, i) => distanceTo(line, [x(at), y(one.y[i]!)]));
  expect(Math.max(...away)).toBeLessThan(0.2);
  const band = pointsOf(ofClass(elements, 'kw-fill-accent').find(({ attributes }) => attributes.has('d'))!);
  for (const side of [one.lower!, one.upper!]) expect(Math.max(...Array.from(one.x, (at, i) => distanceTo(band, [x(at), y(side[i]!)])))).toBeLessThan(0.2);
  const rug = elements.find(({ name, attributes }) => name === 'path' && attributes.get('d')!.includes('v-7'))!;
  expect(pointsOf(rug).map(([top]) => top![0])).toEqual([-1, 0, 0.5].map((row) => expect.closeTo(x(row), 1)));
  expect(texts(elements)).toEqual(expect.arrayContaining(['x', 'added to y', 'x^2']));
  expect(ofClass(elements, 'kw-fill-mass')).toHaveLength(1);
  expect(words(elements)).toBe('A function with values from 0 to 1: x^2.');
  expect(() => edgePicture({ ...one, y: [1], input: 'x', output: 'y' })).toThrow('"edge.y" must have 31 values, one for each x; got 1.');
});

test('a learning curve has its values where its axes say, and gaps', () => {
  const steps = [0, 1, 2, 3, 4];
  const elements = elementsOf(learningCurve({ value: 'r2', along: 'step', series: [{ name: 'a', steps, values: [0, 1, NaN, 0.5, 0.2] }], marks: [{ at: 1, label: 'first' }, { at: 1.1, label: 'close' }] }));
  const { x, y } = axesOf(elements);
  const line = pointsOf(ofClass(elements, 'kw-stroke-accent')[0]!);
  expect(line).toHaveLength(2);
  [[0, 0], [1, 1], [3, 0.5], [4, 0.2]].forEach(([at, value]) => { expect(distanceTo(line, [x(at!), y(value!)])).toBeLessThan(0.2); });
  expect(texts(elements)).toContain('first');
  expect(texts(elements)).not.toContain('close');
  expect(elements.map(titleOf)).toContain('close');
  expect(words(elements)).toBe('a ends at 0.2. 1 value that is not finite is left out.');
  // Far apart and positive: powers of ten are as far from each other as from the next.
  const powers = elementsOf(learningCurve({ value: 'loss', along: 'step', series: [{ name: 'a', steps: [0, 1, 2], values: [1, 0.01, 0.0001] }] }));
  const straight = pointsOf(ofClass(powers, 'kw-stroke-accent')[0]!)[0]!;
  expect(straight).toHaveLength(2);
  expect(straight[1]![1] - straight[0]![1]).toBeGreaterThan(150);
  expect(texts(powers)).toEqual(expect.arrayContaining(['1', '0.1', '0.01', '0.001', '0.0001']));
  expect(() => learningCurve({ value: 'l', along: 's', series: [{ name: 'a', steps: [1], values: [] }] })).toThrow('"series[0].values" must have 1 values, one for each step; got 0.');
});

test('a rung is a tread, as high as its value, and the one that was kept is marked', () => {
  const elements = elementsOf(rungStaircase({ rungs: [3, 5, 10, 20], size: 'intervals', value: 'rmse', kept: 2, series: [{ name: 'validation', values: [4, 2, 1, NaN] }] }));
  const { y } = axesOf(elements);
  const [treads] = pointsOf(ofClass(elements, 'kw-stroke-accent')[0]!);
  expect(treads!.map(([, at]) => at)).toEqual([4, 4, 2, 2, 1, 1].map((value) => expect.closeTo(y(value), 1)));
  const width = treads![1]![0] - treads![0]![0];
  expect(treads!.map(([at]) => Math.round((at - treads![0]![0]) / width))).toEqual([0, 1, 1, 2, 2, 3]);
  const [mark] = ofClass(elements, 'kw-fill-mass');
  expect(numberOf(mark!, 'x')).toBeCloseTo(treads![4]![0], 1);
  expect(texts(elements)).toEqual(expect.arrayContaining(['3', '5', '10', '20', 'intervals (gray: kept)', 'rmse', 'validation']));
  expect(words(elements)).toContain('10: validation 1 (kept)');
  expect(() => rungStaircase({ rungs: [1], size: 'i', value: 'v', series: [{ name: 'a', values: [] }] })).toThrow('"series[0].values" must have 1 values, one for each rung; got 0.');
});

test('every row is a dot, in the color of its part, and the line is where both are the same', () => {
  const elements = elementsOf(predictedAgainstActual(predictions));
  const { x, y } = axesOf(elements);
  predictions.parts.forEach(({ actual, predicted }, k) => {
    const dots = ofClass(elements, ['kw-stroke-accent', 'kw-stroke-second'][k]!)[0]!.children.flatMap(pointsOf).map(([dot]) => dot!);
    expect(dots).toHaveLength(actual.length);
    actual.forEach((value, i) => { expect(Math.min(...dots.map(([u, v]) => Math.hypot(u - x(value), v - y(predicted[i]!))))).toBeLessThan(0.05); });
  });
  const diagonal = pointsOf(elements.find(({ attributes }) => attributes.has('stroke-dasharray'))!);
  for (const value of [2, 5, 8]) expect(distanceTo(diagonal, [x(value), y(value)])).toBeLessThan(0.05);
  expect(words(elements)).toBe('60 rows of training, 20 rows of validation.');
  expect(() => predictedAgainstActual({ output: 'y', parts: [{ name: 'a', actual: [1], predicted: [] }] })).toThrow('"parts[0].predicted" must have 1 values, one for each row; got 0.');
});

test('residuals are what is minus what was predicted', () => {
  const part = { name: 'test', actual: [1, 2, 3, NaN], predicted: [2, 2, 1, 1] };
  const elements = elementsOf(residuals({ output: 'y', parts: [part] }));
  const { x, y } = axesOf(elements);
  const dots = ofClass(elements, 'kw-stroke-accent')[0]!.children.flatMap(pointsOf).map(([dot]) => dot!);
  expect(dots).toEqual([[2, -1], [2, 0], [1, 2]].map(([predicted, left]) => [expect.closeTo(x(predicted!), 1), expect.closeTo(y(left!), 1)]));
  expect(words(elements)).toBe('Actual minus predicted. 4 rows of test. 1 value that is not finite is left out.');
});

test('numbers of a confusion matrix can be read upon any share of a row, on light and on dark paper', () => {
  const style = pictureStyle();
  const rects = elementsOf(confusionMatrix({ classes: ['a', 'b'], counts: [[4, 0], [4, 0]] })).filter(({ name, attributes }) => name === 'rect' && attributes.has('fill-opacity'));
  const ratios = rects.flatMap(({ attributes }) => [0, 1].map((paper) => {
    const [, color] = /kw-fill-(\w+)/.exec(attributes.get('class')!)!;
    const cell = over(colorsIn(style, 'paper')[paper]!, colorsIn(style, color!)[paper]!, Number(attributes.get('fill-opacity')));
    return { color, paper, ratio: contrast(colorsIn(style, 'ink')[paper]!, cell) };
  }));
  expect(ratios.map(({ color }) => color)).toEqual(['accent', 'accent', 'second', 'second']);
  expect(ratios.filter(({ ratio }) => ratio < 4.5)).toEqual([]);
});

test('a confusion matrix has rows of what is and columns of what was predicted', () => {
  const elements = elementsOf(confusionMatrix({ classes: ['cat', 'dog'], counts: [[5, 3], [0, 0]] }));
  const groups = elements.filter((element) => element.name === 'g');
  expect(groups.map(titleOf)).toEqual(['cat predicted as cat: 5 (62.5 % of its rows)', 'cat predicted as dog: 3 (37.5 % of its rows)', 'dog predicted as cat: 0 (0 % of its rows)', 'dog predicted as dog: 0 (0 % of its rows)']);
  const corner = (k: number): [number, number] => [numberOf(groups[k]!.children[1]!, 'x'), numberOf(groups[k]!.children[1]!, 'y')];
  expect(corner(1)[0]).toBeGreaterThan(corner(0)[0]);
  expect(corner(1)[1]).toBe(corner(0)[1]);
  expect(corner(2)[1]).toBeGreaterThan(corner(0)[1]);
  const heat = (k: number): number => Number(groups[k]!.children[2]!.attributes.get('fill-opacity') ?? 0);
  expect(heat(0) > heat(1) && heat(1) > heat(2)).toBe(true);
  expect(words(elements)).toMatch(/^5 of 8 rows were classified right\./);
  expect(() => confusionMatrix({ classes: ['a'], counts: [] })).toThrow('"counts" must have 1 rows, one for each class; got 0.');
  expect(() => confusionMatrix({ classes: ['a'], counts: [[]] })).toThrow('"counts[0]" must have 1 numbers, one for each class; got 0.');
  expect(texts(elementsOf(confusionMatrix({ classes: Array.from({ length: 31 }, (_, k) => `c${k}`), counts: Array.from({ length: 31 }, () => Array.from({ length: 31 }, () => 7)) })))).not.toContain('7');
});

test('bars are as long as their numbers, from zero', () => {
  const values = [4, 2, -1, 0, NaN];
  const elements = elementsOf(bars({ value: 'effect', bars: values.map((value, k) => ({ name: `input ${k}`, value, ...(k === 0 ? { lower: 3, upper: 5 } : {}) })) }));
  const rects = ofClass(elements, 'kw-fill-accent');
  const lengths = rects.map((rect) => numberOf(rect, 'width'));
  expect(lengths.map((length) => length / lengths[1]! * 2)).toEqual([4, 2, 1, 0, 0].map((length) => expect.closeTo(length, 1)));
  const zero = numberOf(rects[0]!, 'x');
  expect(numberOf(rects[2]!, 'x') + lengths[2]!).toBeCloseTo(zero, 1);
  const whisker = pointsOf(ofClass(elements, 'kw-stroke-ink')[0]!).flat().map(([x]) => (x - zero) / lengths[1]! * 2);
  expect([Math.min(...whisker), Math.max(...whisker)]).toEqual([expect.closeTo(3, 1), expect.closeTo(5, 1)]);
  expect(texts(elements)).toEqual(expect.arrayContaining(['4', '2', '−1', '0', 'not a number', 'effect', 'input 3']));
});

test('charts of the same data are the same bytes, of any size that is asked for', () => {
  expect(residuals(predictions)).toBe(all.residuals);
  const [root] = elementsOf(residuals(predictions, { width: 900, height: 10, id: 'r', title: 'T', description: 'D', standalone: false })) as [Parsed];
  expect([numberOf(root, 'width'), numberOf(root, 'height'), root.attributes.get('id'), root.children[0]!.text, root.children[1]!.text]).toEqual([900, 120, 'r', 'T', 'D']);
});

test('a forest plot has every ratio where its axis says, with a color where it is told from 1, and arrows where it leaves the plot', () => {
  const elements = elementsOf(forestPlot({ value: 'ratio', sides: ['better', 'worse'], note: 'p', groups: [{ rows: [ratio('a', 0.1, 0.01, 0.5), ratio('b', 10, 1, 100, false), ratio('c', Infinity, 2, Infinity)] }] }));
  const [a, b] = elements.filter(({ name, attributes }) => name === 'rect' && attributes.get('width') === '8') as [Parsed, Parsed];
  const ticks = elements.filter(({ name, text, attributes }) => name === 'text' && /^[\d.]+$/.test(text) && attributes.get('text-anchor') === 'middle').map((tick) => [Number(tick.text), numberOf(tick, 'x')] as const);
  const [[low, from], [high, to]] = [ticks[0]!, ticks.at(-1)!];
  const at = (value: number): number => from + Math.log(value / low) / Math.log(high / low) * (to - from);
  expect(numberOf(a, 'x') + 4).toBeCloseTo(at(0.1), 1);
  expect(numberOf(b, 'x') + 4).toBeCloseTo(at(10), 1);
  expect([a, b].map(({ attributes }) => attributes.get('class'))).toEqual(['kw-fill-accent kw-stroke-accent', 'kw-fill-paper kw-stroke-quiet']);
  // Of the ratio and of the end of its interval.
  expect(ofClass(elements, 'kw-fill-second').filter(({ name }) => name === 'path')).toHaveLength(1);
  expect(texts(elements)).toEqual(expect.arrayContaining(['0.1 [0.01, 0.5]', '10 [1, 100]', '∞ [2, ∞]', '← better', 'worse →', '0.047', '< 0.001']));
  expect(words(elements)).toBe('a: 0.1 [0.01, 0.5]; b: 10 [1, 100]; c: ∞ [2, ∞].');
});

test('bands lie around their lines, those without a middle are not drawn, and more than four are drawn one by one beside the first', () => {
  const few = elementsOf(all['curves']!);
  const bands = few.filter(({ name, attributes }) => name === 'path' && attributes.get('fill-opacity') === '0.18');
  expect(bands).toHaveLength(2);
  expect(texts(few)).toContain('wild (7 of 7 failed)');
  const lines = few.filter(({ name, attributes }) => name === 'path' && attributes.get('stroke-width') === '1.8');
  expect(lines).toHaveLength(2);
  // What is infinite above goes to the top of the plot.
  expect(Math.min(...pointsOf(bands[0]!).flat().map(([, y]) => y))).toBe(14);
  const many = elementsOf(all['curvesApart']!);
  expect(many.filter(({ attributes }) => attributes.get('stroke-dasharray') === '4 3' && attributes.get('stroke-width') === '1.6')).toHaveLength(12 + 1);
  expect(words(many)).toContain('wild (7 of 7 failed) has no values');
  expect(() => bandCurves({ value: 'v', along: 'a', series: [{ ...banded('a', 0), upper: [1] }] })).toThrow('"series[0].upper" must have 4 values, one for each place; got 1.');
});

test('the Pareto front is of those that none beats in both', () => {
  const of = (...all: [number, number][]) => paretoFront(all.map(([cost, value]) => ({ cost, value }))).map(({ cost, value }) => [cost, value]);
  expect(of([3, 1], [1, 3], [2, 2], [2, 4], [4, 1], [1, 5])).toEqual([[1, 3], [2, 2], [3, 1]]);
  expect(of([1, NaN], [2, Infinity], [3, 1])).toEqual([[3, 1]]);
  const elements = elementsOf(all['tradeOffOfOne']!);
  expect(ofClass(elements, 'kw-stroke-accent').filter(({ name }) => name === 'circle')).toHaveLength(1);
  expect(texts(elements)).toContain('b (7 of 7 failed)');
  // However long names are, what is said of them is not cut.
  expect(texts(elementsOf(all['tradeOff']!)).filter((line) => line.endsWith('… (2 of 10 failed)'))).toHaveLength(1);
});

test('ranks are along their axis, best first, with a bar over those that are not told apart', () => {
  const elements = elementsOf(rankPlot({ ranked: [{ name: 'a', rank: 1.5 }, { name: 'b', rank: 2 }, { name: 'c', rank: 2.5 }], groups: [['b', 'c']] }));
  const tick = (label: string): number => numberOf(elements.find(({ name, text }) => name === 'text' && text === label)!, 'x');
  const bar = elements.find(({ attributes }) => attributes.get('stroke-width') === '4')!;
  const between = (rank: number): number => tick('1') + (rank - 1) / 2 * (tick('3') - tick('1'));
  const [start, end] = /^M([\d.]+) [\d.]+H([\d.]+)$/.exec(bar.attributes.get('d')!)!.slice(1).map(Number) as [number, number];
  expect([start, end]).toEqual([expect.closeTo(between(2) - 4, 1), expect.closeTo(between(2.5) + 4, 1)]);
  expect(words(elements)).toBe('a 1.5, b 2, c 2.5. Not told apart: b, c.');
});

test('long names of ranks take several lines, and rows below move down by them', () => {
  const long = 'basis=fourier, grid=adaptive, stages.0.smoothing=0.001';
  const of = (name: string): { readonly lines: string[]; readonly height: number; readonly y: number } => {
    const elements = elementsOf(rankPlot({ ranked: [{ name, rank: 1 }, { name: 'b', rank: 2 }, { name: 'c', rank: 3 }], groups: [] }));
    return { lines: texts(elements).filter((line) => /[a-z]/.test(line) && line !== 'b' && line !== 'c'), height: numberOf(elements[0]!, 'height'), y: numberOf(elements.find(({ name: kind, text }) => kind === 'text' && text === 'b')!, 'y') };
  };
  const [one, two] = [of('a'), of(long)];
  expect(one.lines).toEqual(['a']);
  expect(two.lines).toEqual(['basis=fourier, grid=adaptive,', 'stages.0.smoothing=0.001']);
  // Pictures are whole pixels high.
  expect([two.y - one.y, two.height - one.height]).toEqual([expect.closeTo(13.2, 1), 14]);
});
