import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FormulaSteps, input, type Op, operation, plainWriting, stepsOf, trace, where } from '@knotwork/algebra';
import { damaged, isRefused, type Options, optionSets, tampered } from '@knotwork/conformance';
import { installed } from '@knotwork/experiment';
import { createNetwork, fromUser, gridOf, type LayerRequest, type SavedNetwork, saveNetwork, writeGrid } from '@knotwork/network';
import { randomStream } from '@knotwork/numerics';
import { AS_GIVEN, type Definition, type EdgeChoice, type FunctionDefinition, isKnotworkError, type Network, type OutputConditions, type PluginUse, type Variable, type VariableMap } from '@knotwork/plugin';
import type { Objective, Structure } from '@knotwork/plugin/engine';
import { standardPackages } from '@knotwork/standard';
import { composeFromFile } from '@knotwork/workspace';
import { workspace } from './fixtures/knotwork.js';
import { wellInside } from './fixtures/well-inside.js';
import { small, workplace } from './fixtures/workplace.js';

// docs/network-file.md is all that a program needs: one in Python, written from that page, computes what the engine computes.

/** Rounding. */
const SAME = 1e-12;
const python = process.env['PYTHON'] ?? 'python3';
const hasPython = ((): boolean => { try { execFileSync(python, ['-c', 'import numpy'], { stdio: 'ignore' }); return true; } catch { return false; } })();
const REASON = `SKIPPED: evaluating saved networks in Python, because ${python} has no numpy; set PYTHON to one that has`;
if (!hasPython) process.stderr.write(`${REASON}\n`);

const standard = await standardPackages();
const { catalog } = installed(standard);
const engine = await catalog.get('engine', 'native').create({});
const { folder, remove } = workplace({ 'small.yaml': small });
afterAll(remove);

/** Rows of two inputs, a third of them outside the domain. */
const ROWS = Array.from({ length: 60 }, (_, n) => [-1.6 + (3.2 * n) / 59, 1.5 * Math.sin(7 * n)]);
const OUTPUTS: Objective = { blocks: [{ name: 'outputs', points: 'data', form: 'residuals', weight: 1, formula: trace(['y0'], (y) => ({ r: y! })), reads: { y0: { of: 'output', index: 0 } } }] };

/** What a plugin is given where it has to be told something. */
const OPTIONS: Readonly<Record<string, object>> = { function: { f: { kind: 'sine', frequency: 1.5 } }, mixed: { bases: [{ kind: 'b-spline' }, { kind: 'chebyshev', degree: 4 }, { kind: 'function', f: 'tanh' }] } };
const use = (kind: string): PluginUse => ({ kind, ...OPTIONS[kind] });

/**
 * Options of a plugin as the command saves them, none left out: the defaults, and every two of its options changed to what its schema allows. So what the page or
 * the program does not know of a plugin fails here, whenever it came.
 */
function setsOf(definition: Definition): Options[] {
  const given = [OPTIONS[definition.name] ?? {}] as Options[];
  const sets = optionSets(definition, given).flatMap((options) => optionSets(definition, [options]));
  return [...new Map(sets.map((options) => [JSON.stringify(options), options])).values()];
}
const isVaried = (definition: Definition, option: string): boolean => new Set(setsOf(definition).map((options) => JSON.stringify(options[option]))).size > 1;
test('options of which a schema does not list values have cases of their own', () => {
  const options = (['basis', 'edge', 'function', 'layer'] as const).flatMap((kind) => catalog.list(kind).flatMap(({ definition }) =>
    Object.keys(setsOf(definition)[0]!).filter((option) => !isVaried(definition, option)).map((option) => `${option} of ${kind} ${definition.name}`)));
  expect(options).toEqual(['f of basis function', 'base of edge residual', 'bases of layer mixed', 'activation of layer mlp', 'arity of layer multiplicative']);
});

/** A case with what is left out, and one for each set of options. */
const eachOf = <D extends Definition>(all: readonly { readonly definition: D }[], parts: (definition: D, options: object) => Parts): [string, Parts][] =>
  all.flatMap(({ definition }) => [{}, ...setsOf(definition)].map((options): [string, Parts] => [`${definition.kind} ${definition.name} ${JSON.stringify(options)}`, parts(definition, options)]));

/** A layer core passes on which edges there are, if it says nothing about them itself. */
type Parts = Partial<LayerRequest> & { readonly edges?: EdgeChoice; readonly map?: VariableMap; readonly conditions?: OutputConditions };

/** Every operation that a step may have, once, all in one sum. */
const STEPS: FormulaSteps = (() => {
  const [a, b] = [input('a').tanh().mul(0.5), input('b').sigmoid()];
  const all = [a.asin(), a.atan(), a.erf(), a.abs(), a.neg().exp(), b.reciprocal(), b.log(), b.sqrt(), a.exp(), a.sin(), a.cos(), a.mul(3).floor(), a.minimum(b), a.maximum(b), a.less(b), where(a.less(0), a, b), a.sub(b)];
  return stepsOf(all.reduce((x, y) => x.add(y)), ['a', 'b']);
})();
/** Operations that are numbers of numbers, and no look-ups; a constant, and an input. */
const PLAIN = 2 + Object.keys(plainWriting).filter((op) => { const { number, looksUp } = operation(op as Op); return number !== null && looksUp !== true; }).length;
test('the steps have every operation that there is for them', () => { expect(new Set(STEPS.map(([op]) => op)).size).toBe(PLAIN); });

/** As a base function, or, where it is not defined everywhere, as edges whose argument stays well inside. */
function ofFunction({ name, options, claims }: FunctionDefinition, given: object): Parts {
  const domain = claims?.(options.parse(given)).domain;
  const f = { kind: name, ...given };
  return domain === undefined ? { edge: { kind: 'residual', base: f } } : { basis: { kind: 'function', f, a: 0.02, b: wellInside(domain) }, edge: { kind: 'plain' }, inputMap: 'tanh' };
}

/** Whether a layer can have the nodes that those of the networks here have: it cannot multiply more than there are. */
function hasNodes({ kind, ...options }: PluginUse): boolean {
  const { definition } = catalog.list('layer').find(({ definition: { name } }) => name === kind)!;
  try { definition.nodes?.(definition.options.parse(options), { inputs: 3, outputs: 2 }); return true; } catch (error) { if (isKnotworkError(error)) return false; throw error; }
}

const cases: Readonly<Record<string, Parts>> = {
  ...Object.fromEntries(eachOf(catalog.list('basis'), ({ name }, options) => ({ basis: { ...use(name), ...options } }))),
  ...Object.fromEntries(eachOf(catalog.list('edge'), ({ name }, options) => ({ edge: { ...use(name), ...options } }))),
  ...Object.fromEntries(eachOf(catalog.list('function'), ofFunction)),
  ...Object.fromEntries(eachOf(catalog.list('layer'), ({ name }, options) => ({ layer: { ...use(name), ...options } })).filter(([, { layer }]) => hasNodes(layer!))),
  'layer mlp of sines': { layer: { kind: 'mlp', activation: { kind: 'sine', frequency: 3 } } },
  'products of three': { layer: { kind: 'multiplicative', products: 2, arity: 3 } },
  'products of two and of three': { layer: { kind: 'multiplicative', products: 2, arity: [3, 2] } },
  'an edge without a base function': { edge: { kind: 'residual', base: 'none' } as PluginUse },
  ...Object.fromEntries(['linear', 'constant', 'free', 'periodic'].flatMap((outside) => ['b-spline', 'relu-power', 'gaussian-rbf'].map((kind) => [`${kind}, ${outside} outside`, { basis: { kind }, outside: outside as 'linear' }]))),
  ...Object.fromEntries(['tanh', 'sigmoid', 'raw'].map((inputMap) => [`input map ${inputMap}`, { inputMap: inputMap as 'tanh' }])),
  ...Object.fromEntries(['b-spline', 'relu-power'].map((kind) => [`${kind} on knots of its own`, { basis: { kind }, knots: 'own' as const }])),
  'an input map that is robust': { map: { kind: 'robust', center: 0.2, scale: 0.4 } },
  'an input map of ranks': { map: { kind: 'rank', knots: [-0.9, -0.2, 0.1, 1], values: [-1.5, -0.3, 0.8, 1.1] } },
  'conditions of an output': { conditions: { base: STEPS, factor: [['input', 1], ['tanh', 0]] } },
  'some edges off': { edges: { except: [[0, 0], [1, 2]] } },
  'few edges on': { edges: { only: [[0, 0], [1, 1]] } },
};

/** Networks that have between them all that a file may have. */
const WHOLE: readonly Parts[] = [
  cases['b-spline on knots of its own']!, cases['conditions of an output']!, cases['some edges off']!, cases['products of two and of three']!, cases['layer mixed {}']!, cases['layer mlp of sines']!,
  { ...cases['an input map of ranks'], basis: { kind: 'wavelet', mother: 'morlet' } }, { ...cases['an input map that is robust'], basis: { kind: 'fourier', trainFrequency: true }, inputMap: 'tanh' },
];
/** Changes of each: of what it says, and of its numbers, with no checksum that would tell. */
const [CHANGES, DAMAGES] = [150, 50];

/** A network of random numbers, as training might leave them. Parts are those of both layers, edges those of the first. */
function make({ edges, map = AS_GIVEN, conditions, ...part }: Parts, seed: number): { network: Network; structure: Structure } {
  const layer: LayerRequest = { layer: { kind: 'kan' }, edge: { kind: 'residual' }, basis: { kind: 'b-spline', intervals: 4 }, inputMap: 'interval', outside: 'linear', ...part };
  const variables = (n: number): Variable[] => Array.from({ length: n }, (_, i) => ({ name: `v${i}`, map: i === 0 ? AS_GIVEN : { kind: 'affine', center: 0.1, scale: 1.3 } }));
  const stream = randomStream(seed, 'python');
  const made = createNetwork({
    widths: [2, 3, 2], layers: [{ ...layer, ...(edges === undefined ? {} : { edges }) }, layer], initializers: [{ kind: 'small' }, { kind: 'small' }],
    inputs: [{ name: 'v0', map }, variables(2)[1]!], outputs: variables(2).map((variable, k) => (k === 1 && conditions !== undefined ? { ...variable, conditions } : variable)), domains: [[-1, 1], [-0.7, 1.2]],
  }, stream, catalog);
  const { parameters } = made.network;
  for (const { terms, bias } of made.structure.layers) {
    for (let k = 0; k < bias.length; k++) parameters[bias.offset + k] = 0.3 * stream.normal();
    for (const term of terms) {
      const { segments, intervals, shape } = term;
      for (const [weight, mean] of [[segments.baseWeight, 0], [segments.basisWeight, 1]] as const) {
        if (weight !== null) for (let e = 0; e < weight.length; e++) parameters[weight.offset + e] = mean + 0.5 * stream.normal();
      }
      for (const [name, { offset, length }] of Object.entries(segments.shape)) for (let k = 0; k < length; k++) {
        const [first, noise] = [parameters[offset + k]!, stream.normal()];
        parameters[offset + k] = shape[name]!.constraint === 'positive' ? first * Math.exp(0.2 * noise) : (first === 0 ? 0.3 * noise : first * (1 + 0.3 * noise));
      }
      if (segments.knots === null) continue;
      for (const i of term.edges.inputs) {
        writeGrid(term, parameters, i, { ...gridOf(term, parameters, i), knots: Float64Array.from({ length: intervals! + 1 }, (_, j) => (j === 0 || j === intervals ? j : j + 0.6 * (stream.next() - 0.5))) });
      }
    }
  }
  return made;
}

function written({ json, safetensors }: SavedNetwork, to: string): void {
  mkdirSync(to);
  writeFileSync(join(to, 'network.json'), json);
  writeFileSync(join(to, 'network.safetensors'), safetensors);
}

/** By folders, what is wrong there or their outputs. */
const evaluated = <T>(asked: Readonly<Record<string, readonly (readonly number[])[]>>): T =>
  JSON.parse(execFileSync(python, [join(workspace, 'tools/evaluator/evaluate.py')], { input: JSON.stringify(asked), encoding: 'utf8', maxBuffer: 1e8 })) as T;

async function computed({ structure, network }: { network: Network; structure: Structure }): Promise<number[]> {
  const program = await engine.compile(structure, OUTPUTS, { trainable: ['coefficients'], parameters: 'trainable' });
  const inNetworkUnits = ROWS.flatMap((row) => row.map((u, i) => fromUser(structure.spec.inputs[i]!.map, u)));
  const { values } = await (await program.start(network)).outputs(await program.bind({ data: { inputs: { count: ROWS.length, width: 2, values: Float64Array.from(inNetworkUnits) } } }));
  await program.dispose();
  return Array.from(values, (v, k) => v * structure.spec.outputs[k % 2]!.map.scale + structure.spec.outputs[k % 2]!.map.center);
}

(hasPython ? describe : describe.skip)(hasPython ? 'a program in Python computes from the files of a network' : REASON, () => {
  const expected: Record<string, number[]> = {};
  let actual: Record<string, number[][] | string> = {};
  const folderOf = (name: string): string => join(folder, String(Object.keys(cases).indexOf(name)));
  let run: { folder: string; rows: number[][]; targets: number[]; rmse: number };

  beforeAll(async () => {
    for (const [k, [name, part]] of Object.entries(cases).entries()) {
      const made = make(part, k);
      const saved = saveNetwork(made.structure, made.network);
      written(saved, folderOf(name));
      expected[name] = await computed(made);
    }
    const composition = await composeFromFile({ file: 'small.yaml', overrides: [], out: 'run', again: true, cwd: folder }, standard);
    await composition.run();
    const { inputs, targets } = composition.data.test;
    const { metrics } = JSON.parse(readFileSync(join(folder, 'run', 'result.json'), 'utf8')) as { metrics: { test: { rmse: number } } };
    run = { folder: join(folder, 'run'), rows: Array.from({ length: inputs.count }, (_, n) => [...inputs.values.subarray(2 * n, 2 * n + 2)]), targets: [...targets.values], rmse: metrics.test.rmse };
    const asked = { ...Object.fromEntries(Object.keys(cases).map((name) => [folderOf(name), ROWS])), [run.folder]: run.rows };
    actual = evaluated(asked);
  }, 300_000);

  function outputsIn(of: string): number[] {
    const outputs = actual[of]!;
    if (typeof outputs === 'string') throw new Error(outputs);
    return outputs.flat();
  }

  test.each(Object.keys(cases))('%s', (name) => {
    const values = outputsIn(folderOf(name));
    const largest = Math.max(...expected[name]!.map(Math.abs));
    values.forEach((v, k) => expect(Math.abs(v - expected[name]![k]!) / largest).toBeLessThan(SAME));
    expect(values).toHaveLength(expected[name]!.length);
  });

  test('networks that somebody changed: what Knotwork refuses is refused in words, all else is computed', () => {
    const changed = WHOLE.flatMap((part, k): SavedNetwork[] => {
      const [{ structure, network }, stream] = [make(part, k), randomStream(k, 'changed')];
      const saved = saveNetwork(structure, network, { extra: { 'extra.note': { dtype: 'U8', shape: [2], bytes: Uint8Array.of(7, 8) } } });
      const json = JSON.stringify({ ...JSON.parse(saved.json) as object, checksum: undefined });
      return [
        ...Array.from({ length: CHANGES }, () => ({ ...saved, json: tampered(saved.json, stream) })),
        ...Array.from({ length: DAMAGES }, () => ({ json, safetensors: damaged(saved.safetensors, stream) })),
      ];
    });
    const place = (k: number): string => join(folder, `changed-${k}`);
    changed.forEach((files, k) => { written(files, place(k)); });
    const outputs = evaluated<Record<string, unknown>>(Object.fromEntries(changed.map((_, k) => [place(k), [[0.1, 0.2]]])));
    const differences = changed.flatMap((files, k) => {
      const [is, said] = [outputs[place(k)], isRefused(files, catalog)];
      return (typeof is === 'string') === said && (!said || String(is).startsWith(`ValueError: ${place(k)}: `)) ? [] : [{ said, is, json: files.json }];
    });
    expect(differences).toEqual([]);
  }, 120_000);

  test('the error that result.json tells', () => {
    const squares = outputsIn(run.folder).reduce((sum, v, n) => sum + (v - run.targets[n]!) ** 2, 0);
    expect(Math.abs(Math.sqrt(squares / run.targets.length) / run.rmse - 1)).toBeLessThan(SAME);
  });
});
