import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readExperiment } from './read-experiment.js';
import { catalog } from './fixtures/catalog.js';
import { changed, errorOf, FILE, messageOf, resolveText } from './fixtures/resolving.js';
import { experimentJson, resolveExperiment } from './resolve-experiment.js';
import { toYaml } from './to-yaml.js';

const withTable = (options: string): string => changed('  kind: expression\n  expression: x1 + x2', `  kind: table\n  path: a.csv\n  ${options}`);
const withStage = (options: string): string => changed('steps: 10', options);
const withNetwork = (options: string): string => changed('network:', `network:\n  ${options}`);

describe('A resolved experiment', () => {
  it('has every default filled in and every short form written out, in schema order', () => {
    const resolved = experimentJson(resolveText(changed('name: small', 'engine: native\nname: small')));
    expect(resolved).toEqual({
      knotwork: 1, name: 'small', preset: 'none', seed: 0, streams: {}, plugins: [], engine: { kind: 'native', precision: 'float64' },
      dataset: { kind: 'expression', expression: 'x1 + x2', domain: [-1, 1], samples: { train: 100, test: 50 }, noise: 0 }, standardizeTargets: true,
      network: {
        widths: [2, 5, 1], layer: { kind: 'kan' }, edge: { kind: 'residual', base: { kind: 'silu' } }, basis: { kind: 'b-spline', degree: 3, intervals: 5 },
        inputMap: 'interval', outside: 'linear', initializer: { kind: 'small', amplitude: 0.3 }, layers: {},
      },
      members: 1,
      stages: [
        { kind: 'fit', optimizer: { kind: 'damped', start: 0.01, tries: 6 }, grid: { kind: 'moving', every: 8, until: 1 }, steps: 10, data: 'train', trainable: 'all', regularizers: [], follow: 'none' },
        { kind: 'extend-grid', levels: [6, 12] },
      ],
    });
    expect(Object.keys(resolved)).toEqual(['knotwork', 'name', 'preset', 'seed', 'streams', 'plugins', 'engine', 'dataset', 'standardizeTargets', 'network', 'members', 'stages']);
  });

  it('is the same from JSON as from YAML', () => {
    expect(resolveText(JSON.stringify(readExperiment(FILE, 'f').tree))).toEqual(resolveText(FILE));
  });

  it('checks plugins inside choices, lists and discriminated choices', () => {
    const stage = resolveText(withStage('follow: moving\n    regularizers: [l1, { kind: l1, strength: 2 }]\n    schedule: { type: decay, rate: 1, grid: moving }')).stages[0]!;
    expect(stage['follow']).toEqual({ kind: 'moving', every: 3, until: 1 });
    expect(stage['regularizers']).toEqual([{ kind: 'l1', strength: 1e-3 }, { kind: 'l1', strength: 2 }]);
    expect(stage['schedule']).toEqual({ type: 'decay', rate: 1, grid: { kind: 'moving', every: 3, until: 1 } });
    expect(messageOf(withStage('follow: movng'))).toMatch(/^Unknown grid "movng" \(stages\.0\.follow, line 10\)\..*Did you mean "moving"\?$/);
  });

  it('keeps bare words apart from plugins', () => {
    expect(resolveText(withNetwork('edge: { kind: residual, base: none }')).network.edge).toEqual({ kind: 'residual', base: { kind: 'none' } });
    expect(messageOf(withNetwork('edge: { kind: residual, base: { kind: none, x: 1 } }'))).toBe('Unknown key "x" in network.edge.base (line 7). Allowed: kind.');
  });

  it('takes a key without a value as left out', () => {
    const file = changed('  widths: [2, 5, 1]', '  widths: [2, 5, 1]\n  basis:\n    # kind: fourier\n  layers: { 0: }\nseed:\nstreams: { data: }');
    expect(experimentJson(resolveText(file))).toEqual(experimentJson(resolveText(FILE)));
    expect(new Set(resolveText(file).explicit)).toEqual(new Set([...resolveText(FILE).explicit, 'network.layers', 'streams']));
    expect(messageOf(changed('name: small', 'name:'))).toMatch(/^name is required \(line 2\); it must be a text/);
    expect(messageOf(withStage('regularizers:\n      -'))).toMatch(/^stages\.0\.regularizers\.0 \(line \d+\): must be a regularizer: .*; got null\.$/);
  });

  it('keeps null where null is a value', () => {
    expect(resolveText(withTable('missing: null')).dataset!['missing']).toBeNull();
    expect(resolveText(withTable('missing: "-"')).dataset!['missing']).toBe('-');
  });

  it('tells what was written from what was filled in', () => {
    const { explicit } = resolveText(FILE, ['network.basis.degree=2', 'stages.0.steps=null', 'stages.0.grid=moving']);
    expect([...explicit].sort()).toEqual([
      'dataset', 'dataset.expression', 'dataset.kind', 'knotwork', 'name', 'network', 'network.basis', 'network.basis.degree', 'network.widths', 'network.widths.0', 'network.widths.1', 'network.widths.2',
      'stages', 'stages.0', 'stages.0.grid', 'stages.0.grid.kind', 'stages.0.kind', 'stages.1', 'stages.1.kind', 'stages.1.levels', 'stages.1.levels.0', 'stages.1.levels.1',
    ]);
  });

  it('leaves the source as it was', () => {
    const source = readExperiment(FILE, 'f');
    const before = structuredClone(source.tree);
    const first = resolveExperiment(source, catalog, ['network.widths.1=9', 'stages.0.grid.every=2']);
    expect(source.tree).toEqual(before);
    ((first as ReturnType<typeof resolveText>).network.widths as number[])[0] = 77;
    (resolveText(FILE).dataset!['domain'] as number[])[0] = 77;
    expect(resolveExperiment(source, catalog, [])).toEqual(resolveText(FILE));
    expect(resolveText(FILE).dataset!['domain']).toEqual([-1, 1]);
  });

  it('written as YAML resolves to itself', () => {
    const text = fc.oneof(fc.string(), fc.constantFrom('yes', 'null', '1', '1e3', '- a', '# x', 'a: b', '*x', ' x ', 'x1\n+ x2', '.inf', '0x1', ''));
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
    const experiment = fc.record({
      knotwork: fc.constant(1), name: fc.constantFrom('a', 'a-1', '1', '0x1', 'null', 'true'), seed: fc.maxSafeNat(),
      streams: fc.record({ data: fc.maxSafeNat(), init: fc.maxSafeNat() }, { requiredKeys: [] }),
      dataset: fc.oneof(
        fc.record({ kind: fc.constant('expression'), expression: fc.oneof(text, fc.array(text, { minLength: 1 })), noise: finite.map(Math.abs) }, { requiredKeys: ['kind', 'expression'] }),
        fc.record({ kind: fc.constant('table'), path: text.filter((t) => t !== ''), missing: fc.option(text), share: fc.constant(0.25), anything: fc.oneof(text, finite) }, { requiredKeys: ['kind', 'path'] }),
      ),
      network: fc.record({
        widths: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2 }), basis: fc.constantFrom('fourier', 'b-spline', { kind: 'fourier', frequencies: 3 }), edge: fc.constantFrom('residual', { kind: 'residual', base: 'none' }),
        layers: fc.constantFrom({}, { 0: { basis: 'fourier' } }),
      }, { requiredKeys: ['widths'] }),
      stages: fc.array(fc.constantFrom('fit', { kind: 'fit', stop: { patience: 3 }, follow: 'moving' }, { kind: 'extend-grid', levels: [1, [2, 3]] }), { minLength: 1 }),
    }, { requiredKeys: ['knotwork', 'name', 'dataset', 'network', 'stages'] });
    fc.assert(fc.property(experiment, (tree) => {
      const resolved = resolveText(JSON.stringify(tree));
      const again = resolveText(toYaml(resolved));
      expect(experimentJson(again)).toEqual(experimentJson(resolved));
      expect(toYaml(again)).toBe(toYaml(resolved));
    }), { seed: 1, numRuns: 200 });
  });
});

describe('What is wrong in an experiment file', () => {
  it.each([
    ['an unknown key at the top', changed('name: small', 'name: small\nsede: 3'), 'Unknown key "sede" in the file (line 3). Allowed: knotwork, name, preset, seed, streams, plugins, engine, dataset, datasets, standardizeTargets, network, members, stages. Did you mean "seed"?'],
    ['a misspelled key that is then missing', changed('widths', 'width'), 'Unknown key "width" in network (line 7). Allowed: from, widths, layer, edge, basis, inputMap, outside, initializer, layers. Did you mean "widths"?'],
    ['an unknown key of a plugin', withNetwork('basis:\n    kind: b-spline\n    intervls: 4'), 'Unknown key "intervls" in network.basis (line 9). Allowed: kind, degree, intervals. Did you mean "intervals"?'],
    ['an unknown key in a block of a plugin', changed('expression: x1', 'samples: { trian: 4 }\n  expression: x1'), 'Unknown key "trian" in dataset.samples (line 5). Allowed: train, test. Did you mean "train"?'],
    ['an unknown key in a list entry', withStage('regularizers:\n      - l1\n      - { kind: l1, strenth: 1 }'), 'Unknown key "strenth" in stages.0.regularizers.1 (line 12). Allowed: kind, strength. Did you mean "strength"?'],
    ['an unknown key of a stage', withStage('stepz: 10'), 'Unknown key "stepz" in stages.0 (line 10). Allowed: kind, optimizer, grid, steps, data, trainable, regularizers, stop, schedule, follow. Did you mean "steps"?'],
    ['an unknown key of a layer', withNetwork('layers:\n    1:\n      basys: fourier'), 'Unknown key "basys" in network.layers.1 (line 9). Allowed: layer, edge, basis, inputMap, outside, initializer, edges. Did you mean "basis"?'],
    ['a name that every object has', changed('name: small', 'name: small\nconstructor: 3'), /^Unknown key "constructor" in the file \(line 3\)/],
    ['a misspelled key of networks to compare', changed('[2, 5, 1]', '{ hiden: [[5]] }'), 'Unknown key "hiden" in network.widths (line 7). Allowed: hidden, folds, structure, race. Did you mean "hidden"?'],
    ['hidden layers that are no lists', changed('[2, 5, 1]', '{ hidden: [5] }'), 'network.widths.hidden.0 (line 7): must be a list of at most 1000 entries, each entry a whole number of at least 1, or a block with the keys nodes, layers; got 5. Write [[5]].'],
    ['several hidden layers that are no lists', changed('[2, 5, 1]', '{ hidden: [5, 3] }'), 'network.widths.hidden.0 (line 7): must be a list of at most 1000 entries, each entry a whole number of at least 1, or a block with the keys nodes, layers; got 5. Write [[5,3]], or [[5],[3]].'],
    ['one of several that is no list', changed('[2, 5, 1]', '{ hidden: [[], 5] }'), 'network.widths.hidden.1 (line 7): must be a list of at most 1000 entries, each entry a whole number of at least 1, or a block with the keys nodes, layers; got 5. Write [[],[5]].'],
    ['a number in place of hidden layers', changed('[2, 5, 1]', '{ hidden: 5 }'), 'network.widths.hidden (line 7): must be a list of 1 to 50 entries, each entry a list of at most 1000 entries, each entry a whole number of at least 1, or a block with the keys nodes, layers; got 5. Write [[5]].'],
    ['a level in place of levels', changed('[6, 12]', '6'), /; got 6\. Write \[6\]\.$/],
    ['a level that no brackets help', changed('[6, 12]', '0'), /; got 0\.$/],
    ['a word in place of widths', changed('[2, 5, 1]', 'auto'), 'network.widths (line 7): must be a list of 2 to 1000 entries, each entry a whole number of at least 1, or a block with the keys hidden, folds, structure, race; got "auto".'],
    ['one layer where networks are compared', changed('[2, 5, 1]', '{ hidden: [[], [5]] }\n  layers: { 0: { basis: fourier } }'), 'network.layers.0 (line 8): layers cannot be named one by one where cross-validation chooses their number; write network.widths as a list, or layers beside the nodes of a network: hidden: [{ nodes: [2], layers: { 0: { layer: multiplicative } } }]; got {"basis":{"kind":"fourier"}}.'],
    ['such a name inside a plugin', withNetwork('basis: { kind: b-spline, toString: 1 }'), /^Unknown key "toString" in network\.basis \(line 7\)/],
    ['a merge key', withNetwork('<<: { seed: 1 }'), /^Unknown key "<<" in network/],
    ['an unknown plugin', withNetwork('basis: bspline'), 'Unknown basis "bspline" (network.basis, line 7). Installed: b-spline, fourier. Did you mean "b-spline"?'],
    ['an unknown plugin in a block', withNetwork('basis:\n    kind: chebyshev'), 'Unknown basis "chebyshev" (network.basis, line 8). Installed: b-spline, fourier. If a package brings it, name the package under plugins.'],
    ['an unknown function in an edge', withNetwork('edge: { kind: residual, base: silo }'), 'Unknown function "silo" (network.edge.base, line 7). Installed: none, power, silu. Did you mean "silu"?'],
    ['a kind of which nothing is installed', withStage('optimizer: __proto__'), /^Unknown optimizer "__proto__" \(stages\.0\.optimizer, line 10\)\. Installed: damped\./],
    ['a stage that comes later', changed('kind: extend-grid', 'kind: prune'), 'stages.1 (line 11): the stage "prune" is not in this version. Installed: extend-grid, fit. Use one of those, or remove it.'],
    ['a basis that comes later', withNetwork('basis: wavelet'), 'network.basis (line 7): the basis "wavelet" is not in this version. Installed: b-spline, fourier. Use one of those, or remove it.'],
    ['a block without a kind', withNetwork('edge: { base: silu }'), 'network.edge (line 7) must name an edge: a bare name, or a block with "kind: name" and its options.'],
    ['a kind that is no text', withNetwork('basis: { kind: 3 }'), 'network.basis (line 7) must name a basis: a bare name, or a block with "kind: name" and its options.'],
    ['a plugin that is a number', withStage('optimizer: 3'), 'stages.0.optimizer (line 10): must be an optimizer: a bare name, or a block with "kind: name" and its options; got 3.'],
    ['a missing block', changed('dataset:\n  kind: expression\n  expression: x1 + x2\n', ''), 'dataset is required. Write dataset: { kind: expression, expression: sin(x1) }, or several by name as datasets: { first: {...}, second: {...} }.'],
    ['a missing option', changed('  expression: x1 + x2\n', ''), 'dataset.expression is required (line 3); it must be a text, or a list of at least 1 entry, each entry a text.'],
    ['a missing version', changed('knotwork: 1\n', ''), 'knotwork is required; it must be 1.'],
    ['another version', changed('knotwork: 1', 'knotwork: 2'), 'knotwork (line 1): must be 1; got 2.'],
    ['a version in quotes', changed('knotwork: 1', 'knotwork: "1"'), 'knotwork (line 1): must be 1; got "1". Write it without quotes.'],
    ['no stages', FILE.slice(0, FILE.indexOf('stages:')) + 'stages: []\n', 'stages (line 8): must be a list of 1 to 100 entries, each entry a stage: a bare name, or a block with "kind: name" and its options; got [].'],
    ['a block in place of a list', FILE.slice(0, FILE.indexOf('stages:')) + 'stages: { kind: fit }\n', /^stages \(line 8\): must be a list of 1 to 100 entries, .*; got \{"kind":"fit"\}\.$/],
    ['one width', changed('[2, 5, 1]', '[2]'), 'network.widths (line 7): must be a list of 2 to 1000 entries, each entry a whole number of at least 1; got [2].'],
    ['a width of nothing', changed('[2, 5, 1]', '[2,\n   0, 1]'), 'network.widths.1 (line 8): must be a whole number of at least 1; got 0.'],
    ['a width that is a list', changed('[2, 5, 1]', '[2, [5, 1], 1]'), 'network.widths.1 (line 7): must be a whole number of at least 1; got [5,1].'],
    ['a number out of range', withNetwork('basis: { kind: b-spline, degree: 9 }'), 'network.basis.degree (line 7): must be a whole number from 0 to 7; got 9. Leave it out for the default, 3.'],
    ['a fraction in place of a whole number', withNetwork('basis: { kind: b-spline, degree: 2.5 }'), 'network.basis.degree (line 7): must be a whole number from 0 to 7; got 2.5. Leave it out for the default, 3.'],
    ['a share that is all', withTable('share: 1'), 'dataset.share (line 6): must be a number above 0 and below 1; got 1. Leave it out for the default, 0.5.'],
    ['zero where it must be positive', withNetwork('initializer: { kind: small, amplitude: 0 }'), 'network.initializer.amplitude (line 7): must be a number above 0; got 0. Leave it out for the default, 0.3.'],
    ['a number off its steps', withNetwork('edge: { kind: residual, base: { kind: power, exponent: 0.7 } }'), 'network.edge.base.exponent (line 7): must be a number, a multiple of 0.5; got 0.7. Leave it out for the default, 2.'],
    ['a number in quotes', changed('name: small', 'name: small\nseed: "3"'), 'seed (line 3): must be a whole number of at least 0; got "3". Write it without quotes.'],
    ['a text in place of a number', changed('name: small', 'name: small\nseed: many'), 'seed (line 3): must be a whole number of at least 0; got "many". Leave it out for the default, 0.'],
    ['a number too large to be exact', changed('name: small', 'name: small\nseed: 9007199254740993'), 'seed (line 3): must be a whole number of at least 0; got 9007199254740992. Whole numbers are exact up to 9007199254740991 only.'],
    ['yes in place of true', withTable('standardize: yes'), 'dataset.standardize (line 6): must be true or false; got "yes". Leave it out for the default, true.'],
    ['an empty text', changed('  kind: expression\n  expression: x1 + x2', '  kind: table\n  path: ""'), 'dataset.path (line 5): must be a text of at least 1 character; got "".'],
    ['too many of a list', withTable('columns: [a, b, c]'), 'dataset.columns (line 6): must be a list of 2 entries, each entry a text; got ["a","b","c"].'],
    ['a text of another form', withTable('code: abc'), 'dataset.code (line 6): must be a text that matches /^[A-Z]$/; got "abc".'],
    ['a word that is not among those allowed', withNetwork('outside: liner'), 'network.outside (line 7): must be one of "linear", "constant", "free", "periodic"; got "liner". Did you mean "linear"?'],
    ['a word far from all', withNetwork('outside: 7'), 'network.outside (line 7): must be one of "linear", "constant", "free", "periodic"; got 7. Leave it out for the default, "linear".'],
    ['an input map that there is not', withNetwork('inputMap: tan'), 'network.inputMap (line 7): must be one of "interval", "tanh", "sigmoid", "raw"; got "tan". Did you mean "tanh"?'],
    ['a preset that comes later', changed('name: small', 'name: small\npreset: hello'), 'preset (line 3): the preset "hello" is not in this version. Presets: none, table, staircase, continual, pde. Use one of those, or remove it.'],
    ['an unknown preset', changed('name: small', 'name: small\npreset: stair-case'), 'Unknown preset "stair-case" (line 3). Presets: none, table, staircase, continual, pde. Did you mean "staircase"?'],
    ['a preset that is no name', changed('name: small', 'name: small\npreset: 3'), 'preset (line 3): must be a text; got 3. Put it in quotes.'],
    ['a name with spaces', changed('name: small', 'name: My run'), 'name (line 2): must be kebab-case, such as "my-first-kan"; got "My run".'],
    ['a name that is a number', changed('name: small', 'name: 123'), 'name (line 2): must be a text, kebab-case, such as "my-first-kan"; got 123. Put it in quotes.'],
    ['words of the schema that are sentences', withStage('regularizers: [l1, l1, l1, l1]'), /^stages\.0\.regularizers \(line 10\): No more than three\. Remove one\. Got \[.*\]\.$/],
    ['an interval upside down', changed('  expression: x1', '  domain: [1, -1]\n  expression: x1'), 'dataset.domain (line 5): must be [min, max] with min below max; got [1,-1].'],
    ['one interval of several upside down', changed('  expression: x1', '  domain: [[0, 1], [1, -1]]\n  expression: x1'), 'dataset.domain.1 (line 5): must be [min, max] with min below max; got [1,-1].'],
    ['half an interval', changed('  expression: x1', '  domain: [1]\n  expression: x1'), 'dataset.domain (line 5): must be a list [a number, a number], or a list of at least 1 entry, each entry a list [a number, a number]; got [1]. Leave it out for the default, [-1,1].'],
    ['a wrong block of a choice', withStage('stop: { patiense: 3 }'), 'Unknown key "patiense" in stages.0.stop (line 10). Allowed: patience. Did you mean "patience"?'],
    ['a wrong number in a choice', withStage('stop: { patience: 0 }'), 'stages.0.stop.patience (line 10): must be a whole number of at least 1; got 0.'],
    ['a wrong word of a choice', withStage('stop: never'), 'stages.0.stop (line 10): must be "none", or a block with the keys patience; got "never".'],
    ['a wrong entry of a choice', withStage('trainable: [bias, coefs]'), 'stages.0.trainable.1 (line 10): must be one of "coefficients", "bias"; got "coefs".'],
    ['a misspelt word of a choice of words and lists', withStage('trainable: al'), /; got "al"\. Did you mean "all"\?$/],
    ['an empty level', changed('[6, 12]', '[6, []]'), 'stages.1.levels.1 (line 12): must be a list of at least 1 entry, each entry a whole number of at least 1; got [].'],
    ['a choice without its key', withStage('schedule: { rate: 1 }'), 'stages.0.schedule.type is required (line 10); it must be one of "constant", "decay".'],
    ['a choice with another key', withStage('schedule: { type: cosine, rate: 1 }'), 'stages.0.schedule.type (line 10): must be one of "constant", "decay"; got "cosine".'],
    ['a wrong value in a keyed choice', withStage('schedule: { type: decay, rate: 0, grid: moving }'), 'stages.0.schedule.rate (line 10): must be a number above 0; got 0.'],
    ['a layer that is not there', withNetwork('layers: { 2: { basis: fourier } }'), 'network.layers.2 (line 7): there is no layer 2: 3 widths make the layers 0 to 1; got {"basis":{"kind":"fourier"}}.'],
    ['a layer that is no index', withNetwork('layers: { first: { basis: fourier } }'), 'network.layers (line 7): its keys must be layer indices from 0; got "first".'],
    ['a long value', changed('[2, 5, 1]', `"${'x'.repeat(200)}"`), /got "x{76}\.\.\.\.$/],
  ])('%s', (_, text, message) => {
    if (typeof message === 'string') expect(messageOf(text)).toBe(message);
    else expect(messageOf(text)).toMatch(message);
  });

  it('carries path and line beside the message', () => {
    expect(errorOf(withStage('steps: 0')).place).toEqual({ path: 'stages.0.steps', line: 10 });
    expect(errorOf(withStage('steps: 0')).code).toBe('input');
  });

  it('has a message of ours whatever is put in place of any value', () => {
    const odd = fc.oneof(fc.constantFrom<unknown>(null, true, 0, -1, 1.5, 1e300, '', 'none', 'x', [], {}, [[]], [null], { kind: null }, { kind: 'fit' }, { constructor: 1 }, { kind: 'b-spline', toString: 1 }), fc.jsonValue({ maxDepth: 3 }));
    const paths = ['knotwork', 'name', 'seed', 'streams', 'plugins', 'engine', 'dataset', 'dataset.domain', 'dataset.samples', 'dataset.expression', 'network', 'network.widths', 'network.basis', 'network.edge', 'network.edge.base',
      'network.layers', 'network.layers.0', 'stages', 'stages.0', 'stages.0.stop', 'stages.0.schedule', 'stages.0.trainable', 'stages.0.follow', 'stages.0.regularizers', 'stages.1.levels', 'constructor', 'network.constructor'];
    const base = experimentJson(resolveText(FILE)) as Record<string, unknown>;
    fc.assert(fc.property(fc.constantFrom(...paths), odd, (path, value) => {
      const tree = structuredClone(base);
      const keys = path.split('.');
      let node = tree;
      for (const key of keys.slice(0, -1)) node = (Object.hasOwn(node, key) ? node[key] : (node[key] = {})) as Record<string, unknown>;
      node[keys.at(-1)!] = value;
      for (const attempt of [() => resolveText(JSON.stringify(tree)), () => resolveText(FILE, [`${path}=${JSON.stringify(value)}`])]) {
        const outcome = outcomeOf(attempt);
        expect(outcome).not.toMatch(/Invalid|unworded|undefined|\[object|expected /);
      }
    }), { seed: 2, numRuns: 600 });
  });
});

/** The message of our error or nothing; anything else passes through and fails the test. */
function outcomeOf(attempt: () => unknown): string {
  try { attempt(); return ''; } catch (error) {
    if ((error as { code?: string }).code === 'input') return (error as Error).message.replace(/; got .*|^The override ".*" |override ".*"/s, '');
    throw error;
  }
}
