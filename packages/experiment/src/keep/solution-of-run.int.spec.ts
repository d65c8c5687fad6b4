import { beforeAll, describe, expect, test } from '@jest/globals';
import { given } from '@knotwork/registry';
import { standardPackages } from '@knotwork/standard';
import { Composer } from '../compose/composer.js';
import { memoryFiles } from '../host/files.js';
import { MemoryPlace } from '../run/memory/memory-place.js';
import { tokens } from '../tokens.js';

const standard = await standardPackages();

/** The files that a run leaves. */
async function ran(text: string, files: Readonly<Record<string, string>> = {}, isTrial = false): Promise<{ readonly place: MemoryPlace; readonly svg: string; readonly words: string; readonly texts: readonly string[]; readonly result: { readonly stages: readonly Record<string, never>[] } }> {
  const place = new MemoryPlace();
  const composer = new Composer(standard, [given(tokens.files, memoryFiles(files))]);
  const composition = await composer.compose({ text: `knotwork: 1\nname: pictured\n${text}`, fileName: 'it.yaml', folder: '', overrides: [], again: false }, [given(tokens.place, place), ...(isTrial ? [given(tokens.keeping, { solution: false })] : [])]);
  const { result } = await composition.run();
  const svg = new TextDecoder().decode(place.folder.read('solution.svg') ?? new Uint8Array());
  return { place, svg, words: /<desc[^>]*>([^<]*)</.exec(svg)?.[1] ?? '', texts: [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, one]) => one!), result: result as never };
}
/** A number of a description, such as 3.1·10⁻⁵. */
function numberIn(words: string, before: string): number {
  const [, factor, , power = '0'] = new RegExp(`${before} (\\d+(\\.\\d+)?)(?:·?10⁻(\\S))?\\.( |$)`).exec(words)!;
  return Number(factor) * 10 ** -'⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(power === '0' ? '⁰' : power);
}
const maps = (svg: string): number => svg.split('fill-rule="evenodd"').length - 1;
const HEAT = (more: string, reference = 'exp(-pi^2*t/10)*sin(pi*x)'): string => `dataset: { kind: domain, coordinates: { t: [0, 1], x: [0, 1] }, equations: u_t = 0.1*u_xx, conditions: [{ on: t=0, equation: u = sin(pi*x) }, { on: [x=0, x=1], equation: u = 0 }], points: { inside: 200, face: 20, test: 400 }, reference: ${reference}${more} }
network: { widths: [2, 2, 1] }
stages: [{ kind: solve, starts: { count: 1, steps: 25 }, steps: 15 }]
`;

describe('over two coordinates', () => {
  let heat: Awaited<ReturnType<typeof ran>>;
  beforeAll(async () => { heat = await ran(HEAT('')); }, 60_000);

  test('a run keeps maps of solution, error and residual, and slices where the reference has places', () => {
    expect([...heat.place.folder.names()].sort()).toEqual(['evaluation.npz', 'metrics.jsonl', 'network.json', 'network.safetensors', 'network.svg', 'result.json', 'run.json', 'solution.svg', 'timing.json']);
    expect(maps(heat.svg)).toBe(3);
    expect(heat.svg).not.toMatch(/NaN|Infinity|undefined/);
    expect(heat.svg.length).toBeLessThan(250_000);
    // The test grid has 20 places along t, a nineteenth apart.
    expect(heat.texts).toEqual(expect.arrayContaining(['u', 'error of u', 'residual of the equation', 't = 0.211', 't = 0.474', 't = 0.684', 't = 0.947']));
    expect(heat.svg).toContain('>pictured</title>');
  });

  test('its numbers are those of the report: the largest error at test points, and a residual as large as at the points of the data set', () => {
    const [stage] = heat.result.stages as unknown as [{ residuals: { equation: number }; metrics: { test: { maxError: number } } }];
    expect(numberIn(heat.words, 'Its error is at most') / stage.metrics.test.maxError).toBeCloseTo(1, 2);
    const residual = numberIn(heat.words, 'of the residual of the equation is');
    expect(residual / stage.residuals.equation).toBeGreaterThan(0.6);
    expect(residual / stage.residuals.equation).toBeLessThan(1.7);
  });

  test('slices begin where the reference does, at the first place of the second coordinate', () => {
    const starts = [...heat.svg.matchAll(/<path d="M([\d.]+) ([\d.]+)l[^"]*" stroke-width="1.8"/g)].map(([, x, y]) => [Number(x), Number(y)]);
    const rings = [...heat.svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => [Number(x), Number(y)]);
    expect([starts.length, rings.length]).toEqual([4, 4 * 20]);
    starts.forEach(([x, y], k) => { expect([Math.abs(x! - rings[20 * k]![0]!) < 0.1, Math.abs(y! - rings[20 * k]![1]!) < 6]).toEqual([true, true]); });
    // The network is off by a few pixels. A wave that dies out: 0 at both ends, and lower in its middle every time.
    const tops = starts.map((_, k) => Math.min(...rings.slice(20 * k, 20 * (k + 1)).map(([, y]) => y!)));
    expect([...tops].sort((a, b) => a - b)).toEqual(tops);
  });

  test('a reference on no grid has neither map nor rings, and without one slices are at round shares', async () => {
    const spread = ['t,x,u', ...Array.from({ length: 9 }, (_, k) => [k / 8, (k * 0.618) % 1, 0.5].join())].join('\n');
    const { svg, texts } = await ran(HEAT('', '{ path: known.csv }'), { 'known.csv': spread });
    expect([maps(svg), svg.includes('<circle'), texts.includes('t = 0.2'), texts.includes('t = 0.95')]).toEqual([2, false, true, true]);
  });

  test('a trial of a study keeps none', async () => {
    const { place } = await ran(HEAT(''), {}, true);
    expect(place.folder.names()).not.toContain('solution.svg');
  });

  test('what lies outside of a domain that is known by points is left out', async () => {
    const side = Array.from({ length: 15 }, (_, k) => k / 14);
    const inside = ['x,y', ...side.flatMap((x) => side.flatMap((y) => (x > 0.5 && y < 0.5 ? [] : [`${x},${y}`])))].join('\n');
    const { words } = await ran(`dataset: { kind: domain, coordinates: { x: [0, 1], y: [0, 1] }, equations: u_xx + u_yy = 0, conditions: [{ on: x=0, equation: u = 1 }], points: { inside: { path: inside.csv }, face: 10 } }
network: { widths: [2, 1] }
stages: [{ kind: solve, starts: { count: 1, steps: 2 }, steps: 2 }]
`, { 'inside.csv': inside });
    const left = Number(/(\d+) values that are not finite are left out/.exec(words)![1]);
    // A quarter of 64 x 64 but for its rim.
    expect(left).toBeGreaterThan(700);
    expect(left).toBeLessThan(1024);
  });
});

test('of a system along one coordinate: a curve and a residual for each, with numbers of the equations as they were found', async () => {
  const found = (initial: number): string => `dataset: { kind: domain, coordinates: { t: [0, 2] }, unknowns: [u, v], parameters: { k: ${initial} }, equations: [u_t = -k*u, v_t = u], conditions: [{ on: t=0, equation: [u = 1, v = 0] }], measured: [{ path: known.csv }], reference: [exp(-t), 1 - exp(-t)], weight: 1 }
network: { widths: [1, 2] }
stages: [{ kind: solve, starts: { count: 1, steps: 10 }, steps: 20 }, { kind: symbolify }]
`;
  const known = ['t,u', ...Array.from({ length: 21 }, (_, k) => `${k / 10},${Math.exp(-k / 10)}`)].join('\n');
  const { svg, words, texts } = await ran(found(0.2), { 'known.csv': known });
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  expect(texts).toEqual(expect.arrayContaining(['u', 'v', 'rings: reference', 'equation 1', 'equation 2']));
  // With k as it began, 0.8 u would be left.
  for (const k of [1, 2]) expect(numberIn(words, `of the residual of equation ${k} is`)).toBeLessThan(0.01);
}, 60_000);

test('over three coordinates: every pair, where the third is held in its middle', async () => {
  const { words, svg } = await ran(`dataset: { kind: domain, coordinates: { x: [0, 1], y: [0, 1], z: [0, 4] }, equations: u_xx + u_yy + u_zz = 0, conditions: [{ on: boundary, equation: u = x }], points: { inside: 100, face: 10, test: 125 }, reference: x }
network: { widths: [3, 1] }
stages: [{ kind: solve, starts: { count: 1, steps: 3 }, steps: 3 }]
`);
  expect(words).toMatch(/^u over x and y where z = 2, .* u over x and z where y = 0\.5, .* u over y and z where x = 0\.5, /);
  expect(maps(svg)).toBe(9);
});

test('a run without equations keeps no picture of a solution', async () => {
  const { place } = await ran(`dataset: { kind: expression, expression: x1, samples: { train: 20, validation: 5, test: 5 } }
network: { widths: [1, 1] }
stages: [{ kind: fit, steps: 2, starts: { count: 1, steps: 1 } }]
`);
  expect(place.folder.names()).toContain('network.svg');
  expect(place.folder.names()).not.toContain('solution.svg');
});
