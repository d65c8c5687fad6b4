import { describe, expect, it } from '@jest/globals';
import type { Preset } from './presets/index.js';
import { changed, FILE, messageOf as message, resolveText } from './fixtures/resolving.js';
import { experimentJson } from './resolve-experiment.js';
import { toYaml } from './to-yaml.js';

/** A preset with a recipe, and one that leaves the stages to the file. */
const PRESETS: readonly Preset[] = [
  {
    name: 'ladder',
    tree: {
      network: { basis: { kind: 'b-spline', degree: 2 }, edge: { kind: 'residual', base: 'none' } },
      stages: [{ kind: 'fit', steps: 7, optimizer: { kind: 'damped', tries: 3, start: 1 } }, { kind: 'extend-grid', levels: [5, 10, 20] }],
    },
    each: { fit: { steps: 9, grid: { kind: 'moving', every: 5 }, trainable: ['coefficients'] } },
  },
  { name: 'phases', tree: { network: { outside: 'constant' } }, each: { fit: { stop: 'none' } } },
];
const HEAD = FILE.slice(0, FILE.indexOf('stages:')).replace('name: small', 'name: small\npreset: ladder');
const resolve = (text: string, overrides: readonly string[] = []): ReturnType<typeof resolveText> => resolveText(text, overrides, PRESETS);
const messageOf = (text: string, overrides: readonly string[] = []): string => message(text, overrides, PRESETS);

describe('A preset', () => {
  it('stands where the file says nothing, in full, and keeps its name', () => {
    const resolved = resolve(HEAD);
    expect(resolved.preset).toBe('ladder');
    expect(resolved.network).toMatchObject({ widths: [2, 5, 1], basis: { kind: 'b-spline', degree: 2, intervals: 5 }, edge: { kind: 'residual', base: { kind: 'none' } } });
    expect(resolved.stages).toEqual([
      { kind: 'fit', optimizer: { kind: 'damped', start: 1, tries: 3 }, grid: { kind: 'moving', every: 5, until: 1 }, steps: 7, data: 'train', trainable: ['coefficients'], regularizers: [], follow: 'none' },
      { kind: 'extend-grid', levels: [5, 10, 20] },
    ]);
  });

  it('resolved and written as YAML resolves to itself', () => {
    for (const overrides of [[], ['network.basis=fourier', 'stages.1.levels=[6]', 'stages.0.trainable=all'], ['preset=phases', 'stages=[fit]']]) {
      const resolved = resolve(HEAD, overrides);
      expect(experimentJson(resolve(toYaml(resolved)))).toEqual(experimentJson(resolved));
      expect(toYaml(resolve(toYaml(resolved)))).toBe(toYaml(resolved));
    }
  });

  it('gives way to the file key by key', () => {
    const { network } = resolve(HEAD.replace('network:', 'network:\n  basis: { kind: b-spline, intervals: 8 }\n  edge: residual'));
    expect(network.basis).toEqual({ kind: 'b-spline', degree: 2, intervals: 8 });
    expect(network.edge).toEqual({ kind: 'residual', base: { kind: 'none' } });
    expect(resolve(HEAD.replace('network:', 'network:\n  basis: { intervals: 8 }')).network.basis).toEqual(network.basis);
  });

  it('gives no options to another plugin than its own', () => {
    const { network } = resolve(HEAD.replace('network:', 'network:\n  basis: fourier\n  edge: { kind: residual, base: power }'));
    expect(network).toMatchObject({ basis: { kind: 'fourier', frequencies: 4 }, edge: { base: { kind: 'power', exponent: 2 } } });
  });

  it('gives way to a list of the file as a whole, and says its part on every stage of a kind', () => {
    const { stages } = resolve(`${HEAD}stages: [fit, { kind: fit, steps: 3, trainable: all, grid: { kind: moving, until: 0.5 } }]\n`);
    expect(stages).toMatchObject([
      { optimizer: { tries: 6 }, steps: 9, grid: { every: 5, until: 1 }, trainable: ['coefficients'] },
      { steps: 3, grid: { every: 5, until: 0.5 }, trainable: 'all' },
    ]);
    expect(resolve(HEAD, ['stages=[fit]']).stages).toMatchObject([{ steps: 9, grid: { every: 5 } }]);
  });

  it('is what overrides address and restore', () => {
    expect(resolve(HEAD, ['stages.1.levels=[6,12]', 'stages.0.grid.until=0.5', 'network.basis.intervals=9'])).toMatchObject({
      stages: [{ grid: { every: 5, until: 0.5 } }, { levels: [6, 12] }], network: { basis: { degree: 2, intervals: 9 } },
    });
    expect(resolve(HEAD, ['stages.0.steps=1', 'stages.0.steps=null', 'stages.1.levels.0=3']).stages).toMatchObject([{ steps: 7 }, { levels: [3, 10, 20] }]);
    expect(experimentJson(resolve(HEAD, ['network.basis=fourier', 'stages=[fit]', 'network.basis=null', 'stages=null']))).toEqual(experimentJson(resolve(HEAD)));
  });

  it('can be an override, which comes before the others', () => {
    const plain = HEAD.replace('preset: ladder\n', '');
    expect(experimentJson(resolve(plain, ['stages.1.levels=[6]', 'preset=ladder']))).toEqual(experimentJson(resolve(HEAD, ['stages.1.levels=[6]'])));
    expect(resolve(FILE.replace('name: small', 'name: small\npreset: ladder'), ['preset=none'])).toEqual(resolveText(FILE, ['preset=none']));
    expect(messageOf(plain, ['preset=laddr'])).toBe('Unknown preset "laddr" (from the override "preset=laddr"). Presets: none, ladder, phases. Did you mean "ladder"?');
  });

  it('says nothing that the user said', () => {
    expect([...resolve(HEAD, ['stages.1.levels.0=4']).explicit].filter((p) => p.startsWith('stages') || p.startsWith('network')).sort()).toEqual([
      'network', 'network.widths', 'network.widths.0', 'network.widths.1', 'network.widths.2', 'stages', 'stages.1', 'stages.1.levels', 'stages.1.levels.0',
    ]);
  });

  it('is named in the place of the line', () => {
    const broken = [{ ...PRESETS[0]!, tree: { network: { basis: { kind: 'b-spline', degree: 9 } }, stages: [{ kind: 'fit', optimizer: 'dampd' }] } }];
    expect(message(HEAD.replace('network:', 'network:\n  basis: { kind: fourier }'), [], broken)).toBe('Unknown optimizer "dampd" (from the preset "ladder"). Installed: damped. Did you mean "damped"?');
    expect(message(HEAD, ['stages=[fit]'], broken)).toBe('network.basis.degree (from the preset "ladder"): must be a whole number from 0 to 7; got 9. Leave it out for the default, 3.');
    const { whereIs } = resolve(HEAD, ['stages.0.steps=3']);
    expect(['stages.1.levels.0', 'stages.0.steps', 'network.widths', 'network.basis'].map(whereIs)).toEqual([' (from the preset "ladder")', ' (from the override "stages.0.steps=3")', ' (line 8)', ' (from the preset "ladder")']);
  });

  it('that brings nothing, because the file says it all, is refused with what to type', () => {
    const full = FILE.replace('network:', 'network:\n  basis: { kind: b-spline, degree: 2 }\n  edge: { kind: residual, base: none }')
      .replace('steps: 10', 'steps: 10\n    grid: { kind: moving, every: 5 }\n    trainable: all');
    expect(messageOf(full, ['preset=ladder'])).toBe('The override "preset=ladder" touches nothing: the file itself says all that the preset "ladder" would bring. Leave it out, or add network.basis=null network.edge=null stages=null.');
    expect(messageOf(full.replace('name: small', 'name: small\npreset: ladder'))).toBe('preset (line 3): the file itself says all that the preset "ladder" would bring. Remove preset, or network.basis and network.edge and stages.');
    expect(messageOf(full.replace('network:', 'network:\n  outside: linear').replace('trainable', 'stop: none\n    trainable'), ['preset=phases'])).toMatch(/ or add network\.outside=null stages\.0\.stop=null\.$/);
    // What is said of another plugin stands in the preset's place, too.
    expect(messageOf(full.replace('{ kind: b-spline, degree: 2 }', 'fourier'), ['preset=ladder'])).toMatch(/touches nothing/);
    expect(experimentJson(resolve(full, ['preset=none']))).toEqual(experimentJson(resolve(full)));
    expect(experimentJson(resolve(full, ['preset=ladder', 'network.basis=null', 'network.edge=null', 'stages=null']))).toEqual({ ...experimentJson(resolve(HEAD)) });
  });

  it('is used where one key of a block or of a stage is left to it, before or behind other overrides', () => {
    const full = FILE.replace('network:', 'network:\n  basis: { kind: b-spline, degree: 2 }\n  edge: { kind: residual, base: none }').replace('steps: 10', 'steps: 10\n    trainable: all');
    expect(resolve(full, ['preset=ladder']).stages[0]!['grid']).toEqual({ kind: 'moving', every: 5, until: 1 });
    const all = full.replace('steps: 10', 'steps: 10\n    grid: { kind: moving, every: 5 }');
    expect(resolve(all, ['network.basis.degree=null', 'preset=ladder']).network.basis['degree']).toBe(2);
    expect(messageOf(all, ['seed=3', 'preset=ladder'])).toMatch(/^The override "preset=ladder" touches nothing/);
    expect(messageOf(toYaml(resolve(HEAD)), ['preset=ladder'])).toMatch(/^The override "preset=ladder" touches nothing/);
  });

  it('that brings no stages asks for them', () => {
    expect(messageOf(HEAD.replace('ladder', 'phases'))).toMatch(/^stages is required: the preset "phases" has none of its own, .*Write stages: \[\{ kind: fit \}\]/);
  });
});

describe('Data sets', () => {
  const several = changed('dataset:\n  kind: expression\n  expression: x1 + x2', 'datasets:\n  early-rows: { kind: expression, expression: x1 + x2 }\n  late-rows: { kind: table, path: late.csv }');
  const using = (data: string): string => several.replace('steps: 10', `data: ${data}`);

  it('are named by stages', () => {
    const resolved = resolveText(using('late-rows'));
    expect(resolved.stages[0]!['data']).toBe('late-rows');
    expect(Object.keys(resolved.datasets!)).toEqual(['early-rows', 'late-rows']);
    expect(resolved.datasets!['early-rows']).toMatchObject({ noise: 0, samples: { train: 100 } });
    expect(toYaml(resolveText(toYaml(resolved)))).toBe(toYaml(resolved));
    expect(resolveText(using('late-rows'), ['datasets.early-rows.samples.train=3', 'stages.0.data=early-rows'])).toMatchObject({ datasets: { 'early-rows': { samples: { train: 3 } } }, stages: [{ data: 'early-rows' }, {}] });
  });

  it('need no name in a stage where there is one', () => {
    const one = several.replace(/\n {2}late-rows.*/, '');
    expect(resolveText(one).stages[0]!['data']).toBe('early-rows');
    expect(resolveText(FILE).stages[0]!['data']).toBe('train');
    expect(resolveText(changed('steps: 10', 'data: train')).stages[0]!['data']).toBe('train');
  });

  it.each([
    ['a stage without one', several, 'stages.0.data is required (line 9): there are several data sets, early-rows, late-rows. Name the one that this stage fits, such as data: early-rows.'],
    ['an unknown one', using('late-row'), 'stages.0.data (line 10): there is no data set "late-row". There is early-rows, late-rows. Did you mean "late-rows"?'],
    ['another name for the only one', changed('steps: 10', 'data: test'), 'stages.0.data (line 10): there is no data set "test". There is train.'],
    ['a name that is none', using('3'), 'stages.0.data (line 10): must be the name of a data set; got 3. Put it in quotes.'],
    ['both keys', changed('dataset:', 'datasets: { a: { kind: expression, expression: x1 } }\ndataset:'), 'datasets (line 3) and dataset exclude each other: dataset is short for one. Remove one of the keys, or give the block under dataset a name under datasets.'],
    ['none', changed('dataset:\n  kind: expression\n  expression: x1 + x2', 'datasets: {}'), 'datasets is required (line 3). Write dataset: { kind: expression, expression: sin(x1) }, or several by name as datasets: { first: {...}, second: {...} }.'],
    ['a name with spaces', several.replace('late-rows', 'Late rows'), 'datasets (line 5): its keys must be kebab-case, such as "first-half"; got "Late rows".'],
    ['what is wrong in one', several.replace('path:', 'pth:'), 'Unknown key "pth" in datasets.late-rows (line 5). Allowed: kind, path, share, standardize, missing, columns, code, anything. Did you mean "path"?'],
  ])('are refused with %s', (_, text, expected) => { expect(message(text)).toBe(expected); });
});
