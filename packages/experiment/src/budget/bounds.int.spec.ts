import { describe, expect, test } from '@jest/globals';
import { defineDataSet, definePackage, type InstalledPackage, z } from '@knotwork/plugin';
import { given } from '@knotwork/registry';
import { standardPackages } from '@knotwork/standard';
import { Composer } from '../compose/composer.js';
import { tokens } from '../tokens.js';

const standard = await standardPackages();
const FILE = `knotwork: 1
name: bounds
dataset: { kind: expression, expression: x1 + x2, samples: { train: 60, validation: 30, test: 30 } }
network: { widths: [2, 1] }
stages: [{ kind: fit, starts: { count: 1 }, steps: 2, smoothing: 0 }]
`;

/** The message with which a file is refused; empty where it is not. @param free bytes of memory */
async function refusal(overrides: readonly string[], { free = Infinity, packages = [] }: { readonly free?: number; readonly packages?: readonly InstalledPackage[] } = {}): Promise<string> {
  const composer = new Composer([...standard, ...packages], [given(tokens.memory, { free: () => free })]);
  const request = { text: FILE, fileName: 'bounds.yaml', folder: '', overrides, again: false };
  return composer.compose(request).then(() => '', (error: Error) => error.message);
}
/** What a message says to type, as overrides. */
const typed = (message: string): string[] => [/Set (\S+=\[[\d,]*\])/.exec(message)![1]!];

describe('A network is refused by its memory before it is made', () => {
  const adam = 'stages.0={ kind: fit, optimizer: adam, steps: 2 }';

  test.each(['[2,1000000,1000000,1]', '[2,9007199254740991,1]', '[2,8000,8000,1]', '[2,100000,100000,100000,100000,1]'])('%s, and what would fit is no larger', async (widths) => {
    const message = await refusal([`network.widths=${widths}`, adam]);
    expect(message).toMatch(/^network\.widths \(from the override "network\.widths=.*"\) must make a network that fits: \d+ edges with \d+ numbers take about [\d.]+ [TGPE]B to train, and what a run may take is 8\.6 GB\. Set network\.widths=\[2,\d.*,1\], or give network\.basis a lower resolution\.$/);
  });

  test('where no widths would fit, each piece of advice stands once', async () => {
    expect(await refusal(['network.basis.intervals=10000', adam], { free: 1e5 })).toMatch(/ kB\. Use fewer inputs or outputs, or give network\.basis a lower resolution\.$/);
  });

  test('what is said to fit does', async () => {
    const free = 3e6;
    const message = await refusal(['network.widths=[2,5000,5000,1]', adam], { free });
    expect(message).toContain('and the memory that is free is 3 MB');
    expect(await refusal([...typed(message), adam], { free })).toBe('');
  });

  test('a layer core that refuses to be narrow is counted all the same', async () => {
    expect(await refusal(['network.widths=[2,1000000,1000000,1]', 'network.layers={ 1: { layer: { kind: multiplicative, products: 90 } } }', adam])).toContain('must make a network that fits: 1000003000000 edges with 1000003000000 numbers');
  });

  test('edges that are named one by one are not named', async () => {
    expect(await refusal(['network.widths=[2,1000000,1000000,1]', 'network.layer={ kind: mixed, bases: [b-spline, chebyshev] }', adam])).toContain('must make a network that fits');
    expect(await refusal(['network.widths=[2,2500,2500,1]', 'network.layer={ kind: mixed, bases: [b-spline, chebyshev] }', adam])).toContain('The layer mixed names its edges one by one');
  });

  test('every network that is compared is asked, and named by its place', async () => {
    expect(await refusal(['network.widths={ hidden: [[], [5], [1000000, 1000000]], folds: 2 }', adam])).toMatch(/^network\.widths\.hidden\.2 .* Set network\.widths\.hidden\.2=\[\d+,\d+\],/);
  });

  test('inputs alone may be too many', async () => {
    expect(await refusal([adam], { free: 500 })).toMatch(/dataset\.samples/);
  });
});

describe('Unknowns that are solved for at once', () => {
  test('are refused by what the stage allows, and what is said to fit does', async () => {
    const message = await refusal(['network.widths=[2,100000,1]']);
    expect(message).toMatch(/^network\.widths .* must make fewer unknowns: "levenberg-marquardt" solves for all of them at once; got \d+ or more, and stages\.0\.maxUnknowns allows 2000\. Set network\.widths=\[2,\d+,1\], use optimizer: l-bfgs or adam\.$/);
    expect(await refusal(typed(message))).toBe('');
  });

  test('of so many to an edge that no widths help, a lower resolution is named', async () => {
    expect(await refusal(['network.widths=[2,5,1]', 'network.basis.intervals=10000'])).toMatch(/ Use fewer inputs or outputs, give network\.basis a lower resolution, use optimizer: l-bfgs or adam/);
  });

  test('may be allowed more, where they fit', async () => {
    expect(await refusal(['network.widths=[2,100,1]'])).toMatch(/, or raise stages\.0\.maxUnknowns \(to 13377 at most\)\.$/);
    expect(await refusal(['network.widths=[2,100,1]', 'stages.0.maxUnknowns=5000'])).toBe('');
    expect(await refusal(['network.widths=[2,1000,1]', 'stages.0.maxUnknowns=1000000000'])).toMatch(/^stages\.0\.maxUnknowns .* must not be more than fits: to solve for \d+ unknowns at once takes about \d+ GB, .* Set stages\.0\.maxUnknowns=13377 at most/);
  });

  test('are as many where a matrix of all is kept, if it is one', async () => {
    const by = (optimizer: string, more = ''): string => `stages.0={ kind: fit, steps: 2, starts: { count: 1 }, optimizer: ${optimizer}${more} }`;
    const message = await refusal(['network.widths=[2,100,1]', by('ssbroyden')]);
    expect(message).toMatch(/^network\.widths .* must make fewer unknowns: "ssbroyden" keeps a number for every two of them; got \d+ or more, and stages\.0\.maxUnknowns allows 2000\. Set network\.widths=\[2,\d+,1\], use optimizer: l-bfgs or adam, or raise stages\.0\.maxUnknowns \(to 13377 at most\)\.$/);
    expect(await refusal([...typed(message), by('ssbroyden')])).toBe('');
    expect(await refusal(['network.widths=[2,100,1]', by('ssbroyden', ', maxUnknowns: 5000')])).toBe('');
    expect(await refusal(['network.widths=[2,1000,1]', by('{ kind: ssbroyden }', ', maxUnknowns: 1000000000')])).toMatch(/^stages\.0\.maxUnknowns .* must not be more than fits: to keep a number for every two of \d+ unknowns takes about \d+ GB, .* Set stages\.0\.maxUnknowns=13377 at most/);
    expect(await refusal(['network.widths=[2,1000,1]', by('l-bfgs')])).toBe('');
    expect(await refusal(['network.widths=[2,5,1]', 'stages=[{ kind: fit, starts: { count: 1 }, steps: 2, optimizer: l-bfgs }, { kind: extend-grid, levels: [10, 5000], fit: { optimizer: ssbroyden } }]']))
      .toMatch(/^stages\.1\.levels\.1 .* it makes \d+ unknowns or more, for every two of which "ssbroyden" keeps a number, and stages\.1\.fit\.maxUnknowns allows 2000\. Set it to \d+ at most/);
  });

  test('are not counted where coefficients are not trained', async () => {
    expect(await refusal(['network.widths=[2,300,1]', 'stages.0.trainable=[baseWeight]'])).toBe('');
  });
});

describe('Levels of a ladder', () => {
  const ladder = (levels: string, fit = ''): string => `stages=[{ kind: fit, starts: { count: 1 }, steps: 2 }, { kind: extend-grid, levels: ${levels}${fit} }]`;

  test('are all asked before the run, and the highest that fits is said', async () => {
    const message = await refusal(['network.widths=[2,5,1]', ladder('[10, 20, 5000]')]);
    expect(message).toMatch(/^stages\.1\.levels\.2 .* must be a level that fits: it makes \d+ unknowns or more, for all of which "levenberg-marquardt" solves at once, and stages\.1\.fit\.maxUnknowns allows 2000\. Set it to \d+ at most, or end the ladder before it\.$/);
    const [, highest] = /Set it to (\d+) at most/.exec(message)!;
    expect(await refusal(['network.widths=[2,5,1]', ladder(`[10, 20, ${highest!}]`)])).toBe('');
  });

  test('are asked for memory where nothing is solved', async () => {
    const message = await refusal(['network.widths=[2,30,1]', ladder('[10, 9000]', ', fit: { optimizer: adam }'), 'stages.0.optimizer=adam'], { free: 2e7 });
    expect(message).toMatch(/^stages\.1\.levels\.1 .* it makes \d+ numbers, which take about \d+ MB to train, and the memory that is free is 20 MB\. Set it to \d+ at most/);
  });

  test('are advised as they would be taken where functions must stay as they are', async () => {
    const solving = (levels: string, intervals = 7): string[] => [
      'dataset={ kind: domain, coordinates: { x: [0, 1], y: [0, 1] }, equations: u_x = u_y, conditions: [{ on: x=0, equation: u = y }], points: { inside: 50, face: 5 } }',
      `network={ widths: [2, 1], basis: { kind: b-spline, intervals: ${intervals} } }`, `stages=[{ kind: solve, starts: { count: 1 }, steps: 2, levels: ${levels} }]`,
    ];
    const message = await refusal(solving('[14, 5000]'));
    expect(message).toMatch(/^stages\.0\.levels\.1 .* must be a level that fits: .* stages\.0\.maxUnknowns allows 2500; .* Set it to \d+, or end the ladder before it\.$/);
    const [, highest] = /Set it to (\d+),/.exec(message)!;
    expect([Number(highest) % 14, Number(highest) > 2300 / 2]).toEqual([0, true]);
    expect(await refusal(solving(`[14, ${highest!}]`))).toBe('');
    // Twice the intervals would be too many already.
    expect(await refusal(solving('[5000]', 1000))).toMatch(/End the ladder before it, or make the network narrower\.$/);
  });

  test('may be too many', async () => {
    expect(await refusal([ladder(`[${Array.from({ length: 101 }, (_, k) => k + 5).join()}]`)])).toContain('stages.1.levels');
  });
});

describe('Rows', () => {
  const endless = defineDataSet({
    name: 'endless', summary: 'Never made', options: z.strictObject({ rows: z.number() }),
    extent: ({ rows }) => ({ rows, columns: 2, option: 'rows' }), load: () => { throw new Error('rows were made'); },
  });
  const packages = [{ name: 'theirs', version: '1.0.0', definition: definePackage({ api: 2, plugins: [endless] }) }];

  test('are refused before they are made, with how many would fit', async () => {
    expect(await refusal(['dataset={ kind: endless, rows: 1e12 }'], { packages })).toMatch(/^dataset\.rows .* must ask for fewer rows: 1000000000000 of 2 numbers take about 80 TB with what is made of them, and what a run may take is 8\.6 GB\. At most 107374182 rows in all fit: lower dataset\.rows\.$/);
    expect(await refusal(['dataset={ kind: endless, rows: 1e9 }'], { packages, free: 1e6 })).toContain('At most 12500 rows in all fit');
  });

  test('of several data sets are taken together', async () => {
    const sets = 'datasets={ a: { kind: endless, rows: 60000000 }, b: { kind: endless, rows: 60000000 } }';
    expect(await refusal(['dataset=null', sets, 'stages.0.data=a'], { packages })).toMatch(/^datasets\.b\.rows .* At most 47374182 rows in all fit/);
  });

  test('of formulas are counted with the highest input that occurs, and inputs have a bound', async () => {
    expect(await refusal(['dataset={ kind: expression, expression: x1 + x900, samples: { train: 10000000 } }'])).toMatch(/^dataset\.samples .* of 901 numbers take about 360 GB/);
    expect(await refusal(['dataset.expression=x1 + x1000000000'])).toMatch(/^dataset\.expression .* must have the inputs x1 to x1000 at most, .*; got x1000000000\./);
  });
});

describe('Overrides', () => {
  test('may be so many and so long', async () => {
    expect(await refusal(new Array(201).fill('seed=1'))).toBe('The override "seed=1" is one too many: there are 201, and at most 200 may be given. Write them into the file.');
    expect(await refusal(new Array(200).fill('seed=1'))).toBe('');
    expect(await refusal([`seed=${'1'.repeat(10_000)}`])).toMatch(/^The override "seed=1{75}" goes on for 10005 characters, and may have 10000 at most\./);
  });
});
