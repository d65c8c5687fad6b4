import { beforeEach, expect, test } from '@jest/globals';
import { native } from '@knotwork/engine-native';
import type { Engine, Objective, Program } from '@knotwork/plugin/engine';
import { given, made, type Overrides } from '@knotwork/registry';
import { standardPackages } from '@knotwork/standard';
import { readFileSync } from 'node:fs';
import { EngineEvaluator } from './evaluator.js';
import { Composer } from '../compose/composer.js';
import { MemoryPlace } from '../run/memory/memory-place.js';
import type { Model } from '../stages/stage.js';
import { tokens } from '../tokens.js';

const standard = await standardPackages();
const text = readFileSync(new URL('../../../../examples/hello-kan.yaml', import.meta.url), 'utf8');

interface Compiled { isDisposed: boolean }
let compiled: Compiled[];
beforeEach(() => { compiled = []; });

/** An engine that notes what it compiles, and whether that is given back. */
function counted(engine: Engine): Engine {
  return {
    ...engine,
    compile: async (structure, objective, options): Promise<Program> => {
      const program = await engine.compile(structure, objective, options);
      const entry: Compiled = { isDisposed: false };
      compiled.push(entry);
      return { ...bound(program), dispose: () => { entry.isDisposed = true; return program.dispose(); } };
    },
  };
}

/** A program whose methods can be taken from it. */
const bound = (program: Program): Program => ({
  layout: program.layout, structure: program.structure, bind: (...asked) => program.bind(...asked), start: (...asked) => program.start(...asked), dispose: () => program.dispose(),
});

const engineOf = made(tokens.engine, 'run', [tokens.experiment, tokens.catalog], async ({ engine: { kind, ...options } }, catalog) => counted(await catalog.get('engine', kind).create(options)));

test('composing compiles nothing; a run compiles a structure once to train it and once to evaluate it, and gives everything back', async () => {
  const overrides = ['stages.1.levels=[6,12]', 'stages.0.starts={ count: 2, steps: 5 }', 'stages.0.steps=5', 'stages.1.fit.steps=5'];
  const composition = await new Composer(standard, [engineOf]).compose({ text, fileName: 'hello.yaml', folder: '', overrides, again: false }, [given(tokens.place, new MemoryPlace())]);
  expect(compiled).toEqual([]);
  const { result } = await composition.run();
  expect((result['stages'] as { rungs?: unknown[] }[])[1]!.rungs).toHaveLength(3);
  // Three structures: that of the fit and two finer ones.
  expect(compiled).toHaveLength(6);
  expect(compiled.every(({ isDisposed }) => isDisposed)).toBe(true);
});

test('what is measured is measured in the precision of the run', async () => {
  const overrides = ['engine.precision=float32', 'stages=[{ kind: fit, steps: 3, starts: { count: 1 } }]', 'dataset.samples={ train: 50, validation: 20, test: 20 }'];
  const run = async (...more: Overrides): Promise<{ network: Uint8Array | null; metrics: unknown }> => {
    const place = new MemoryPlace();
    const { result } = await (await new Composer(standard, more).compose({ text, fileName: 'hello.yaml', folder: '', overrides, again: false }, [given(tokens.place, place)])).run();
    return { network: place.folder.read('network.safetensors'), metrics: result['metrics'] };
  };
  const evaluatedIn = (precision: 'float64' | 'float32'): Overrides =>
    [made(tokens.evaluator, 'run', [], async () => new EngineEvaluator(await native.create({ precision, kernels: 'auto' })))];
  const [own, single, double] = [await run(), await run(...evaluatedIn('float32')), await run(...evaluatedIn('float64'))];
  expect(own).toEqual(single);
  expect(double.network).toEqual(own.network);
  expect(double.metrics).not.toEqual(own.metrics);
});

test('one program at a time: another structure or another objective takes the place of the one before, questions wait for each other', async () => {
  const { structure, network, rows, objectives } = await parts();
  const evaluator = new EngineEvaluator(counted(await native.create({ precision: 'float64', kernels: 'off' })));
  const [first, second] = objectives;
  const model: Model = { structure, network };
  const again: Model = { structure: { ...structure, spec: structuredClone(structure.spec) }, network };
  const [a, b] = await Promise.all([evaluator.judge(model, first, [rows, rows]), evaluator.outputs(again, first, [rows])]);
  expect([a[0], a[0]!.outputs]).toEqual([a[1], b[0]]);
  expect(compiled).toHaveLength(1);
  const [other, same] = await Promise.all([evaluator.judge(model, second, [rows]), evaluator.activations(model, first, rows)]);
  expect([other[0]!.loss === a[0]!.loss, same[0]]).toEqual([false, rows.inputs]);
  expect(compiled.map(({ isDisposed }) => isDisposed)).toEqual([true, true, false]);
  await expect(evaluator.outputs(model, first, [{ inputs: { count: 1, width: 9, values: new Float64Array(9) }, targets: rows.targets }])).rejects.toThrow();
  await evaluator.dispose();
  await evaluator.dispose();
  expect(compiled.every(({ isDisposed }) => isDisposed)).toBe(true);
  expect((await evaluator.outputs(model, first, [rows]))[0]).toEqual(b[0]);
});

/** A small network with rows, and two objectives for it. */
async function parts(): Promise<{ structure: Model['structure']; network: Model['network']; rows: Parameters<EngineEvaluator['outputs']>[2][number]; objectives: readonly [Objective, Objective] }> {
  let found: Awaited<ReturnType<typeof parts>> | null = null;
  const overrides = ['stages=[{ kind: fit, steps: 2, starts: { count: 1 } }]', 'dataset.samples={ train: 20, validation: 10, test: 10 }'];
  const peek = made(tokens.checked, 'run', [tokens.structure, tokens.contexts, tokens.data, tokens.measurement], (structure, contexts, data, measurement) => {
    const objective = measurement.objective(0);
    const half: Objective = { ...objective, blocks: objective.blocks.map((block) => ({ ...block, weight: block.weight / 2 })) };
    found = { structure, network: contexts.of(structure, 0).fresh(0), rows: data.train, objectives: [objective, half] };
    return { notes: [] };
  });
  await new Composer(standard, [peek]).compose({ text, fileName: 'hello.yaml', folder: '', overrides, again: false });
  return found!;
}
