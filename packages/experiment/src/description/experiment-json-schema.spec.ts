import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { standardPackages } from '@knotwork/standard';
import { installed } from '../compose/installed.js';
import { resolveExperiment } from '../config/index.js';
import { readExperiment } from '../config/read-experiment.js';
import { toYaml } from '../config/to-yaml.js';
import { experimentJsonSchema } from './experiment-json-schema.js';

const { catalog } = installed(await standardPackages());
const schema = experimentJsonSchema(catalog) as unknown as { definitions: Record<string, { anyOf: Record<string, unknown>[] }> };
const check = new Ajv({ strict: true, allErrors: true, strictRequired: false, allowUnionTypes: true }).compile(schema);
const SMALL = `knotwork: 1
name: small
dataset: { kind: expression, expression: x1 + x2 }
network:
  widths: [2, 5, 1]
  basis: b-spline
stages:
  - fit
  - kind: extend-grid
    levels: [6, [6, 12]]
`;
const tree = (text: string): unknown => readExperiment(text, 'file.yaml').tree;
const changed = (from: string, to: string): unknown => {
  if (!SMALL.includes(from)) throw new Error(`"${from}" is not in the file`);
  return tree(SMALL.replace(from, to));
};

describe('The JSON Schema of the experiment file', () => {
  it('takes bare names and blocks, and a file with all defaults written out', () => {
    expect([check(tree(SMALL)), check.errors]).toEqual([true, null]);
    expect([check(tree(toYaml(resolveExperiment(readExperiment(SMALL, 'file.yaml'), catalog, [])))), check.errors]).toEqual([true, null]);
  });

  it.each<[string, string, string]>([
    ['a misspelt key of the file', 'name: small', 'name: small\nsede: 3'],
    ['a misspelt key of the network', '  basis:', '  bassis:'],
    ['a misspelt option of a plugin', 'basis: b-spline', 'basis: { kind: b-spline, degre: 2 }'],
    ['an option of another plugin', 'basis: b-spline', 'basis: { kind: b-spline, modes: 2 }'],
    ['a misspelt plugin', 'basis: b-spline', 'basis: b-splin'],
    ['an option out of range', 'basis: b-spline', 'basis: { kind: b-spline, degree: 9 }'],
    ['a misspelt option of a stage', '- fit', '- { kind: fit, stepps: 3 }'],
    ['a misspelt option of a plugin in a stage', '- fit', '- { kind: fit, optimizer: { kind: adam, lr: 1 } }'],
    ['a missing option in a bare name', '- fit', '- extend-grid'],
    ['a word that is not one', 'basis: b-spline', 'edge: { kind: residual, base: nothing }'],
    ['a network that is made anew and there already', 'widths:', 'from: runs/a\n  widths:'],
    ['a missing name', 'name: small\n', ''],
    ['no data', 'dataset: { kind: expression, expression: x1 + x2 }\n', ''],
  ])('refuses %s', (_, from, to) => {
    expect(check(changed(from, to))).toBe(false);
  });

  it('takes a saved network in place of widths', () => {
    const saved = (network: string): unknown => tree(SMALL.replace(/network:[^]*?(?=\w+:\n)/, `network: ${network}\n`));
    expect([check(saved('{ from: runs/a }')), check(saved('{ from: { path: runs/a, member: 2 } }')), check(saved('{ from: { path: runs/a, membr: 2 } }')), check(saved('{}'))]).toEqual([true, true, false, false]);
  });

  it('takes words that stand beside plugins, a preset in place of stages, and several data sets', () => {
    expect(check(changed('basis: b-spline', 'edge: { kind: residual, base: none }'))).toBe(true);
    expect(check(tree(`${SMALL.slice(0, SMALL.indexOf('stages:'))}preset: staircase\n`))).toBe(true);
    expect(check(tree(SMALL.slice(0, SMALL.indexOf('stages:'))))).toBe(false);
    expect(check(changed('dataset: {', 'datasets:\n  a: { kind: expression, expression: x1 }\n  b: {'))).toBe(true);
  });

  it('knows every plugin that can be named, by a name with its summary and by a block with its options, defaults and meanings', () => {
    expect(Object.keys(schema.definitions).sort()).toEqual(['basis', 'dataset', 'edge', 'engine', 'function', 'grid', 'initializer', 'layer', 'loss', 'optimizer', 'regularizer', 'stage']);
    for (const [kind, { anyOf }] of Object.entries(schema.definitions)) {
      const blocks = anyOf.filter((one) => one['type'] === 'object') as unknown as { properties: Record<string, { const?: string; description?: string }> }[];
      expect([kind, blocks.map(({ properties }) => properties['kind']!.const)]).toEqual([kind, catalog.list(kind as 'basis').map(({ definition }) => definition.name)]);
      for (const { properties } of blocks) {
        expect(properties['kind']!.description).toBeTruthy();
        for (const [option, place] of Object.entries(properties)) expect([kind, properties['kind']!.const, option, place.description ?? '']).toEqual([kind, properties['kind']!.const, option, expect.stringMatching(/\w/)]);
      }
    }
    const spline = schema.definitions['basis']!.anyOf.find((one) => one['type'] === 'object' && (one['properties'] as { kind: { const: string } }).kind.const === 'b-spline')!;
    expect(spline).toMatchObject({ required: ['kind'], properties: { degree: { type: 'integer', minimum: 0, maximum: 7, default: 3 } } });
    expect(schema.definitions['basis']!.anyOf).toContainEqual({ const: 'chebyshev', description: expect.any(String) });
    expect(schema.definitions['dataset']!.anyOf.filter((one) => 'const' in one)).toEqual([]);
  });

  it('has nothing in it that is ours alone', () => {
    const text = JSON.stringify(schema);
    expect(text).not.toMatch(/knotwork\/|9007199254740991|"words"/);
  });
});
