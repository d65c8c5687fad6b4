import { expect, test } from '@jest/globals';
import { formula } from '@knotwork/algebra';
import type { Equations } from '@knotwork/plugin';
import type { Engine, Objective, Scalars } from '@knotwork/plugin/engine';
import { given, made } from '@knotwork/registry';
import { standardPackages } from '@knotwork/standard';
import { Composer } from '../../compose/composer.js';
import { memoryFiles } from '../../host/files.js';
import { tokens } from '../../tokens.js';
import { type Balance, balanced, type Balancing } from './balance.js';
import { gradientNorms } from './gradient-norms.js';
import { residualsAt } from '../../measure/residuals-at.js';
import type { Model } from '../stage.js';

const standard = await standardPackages();
const TEXT = `knotwork: 1
name: weighed
dataset: { kind: domain, coordinates: { t: [0, 1] }, equations: u_t = -k*u, conditions: [{ on: t=0, equation: u = 1 }], parameters: { k: 2 }, measured: [{ path: m.csv }], weight: 0.25, points: { inside: 30 } }
network: { widths: [1, 1] }
stages: [{ kind: solve }]
`;

interface Posed { readonly engine: Engine; readonly model: Model & { readonly scalars: Scalars }; readonly equations: Equations }

/** Equations with a fresh network, as a stage has them. */
async function posed(): Promise<Posed> {
  let found: Posed | undefined;
  const peek = made(tokens.checked, 'run', [tokens.structure, tokens.contexts, tokens.data, tokens.engine], async (structure, contexts, data, engine) => {
    const { equations } = [...data.sets.values()][0]!;
    found = { engine, model: { structure, network: contexts.of(structure, 0).fresh(0), scalars: { k: 2 } }, equations: equations! };
    return { notes: [] };
  });
  await new Composer(standard, [peek, given(tokens.files, memoryFiles({ 'm.csv': 't,u\n0.5,0.3\n0.7,0.2\n' }))]).compose({ text: TEXT, fileName: 'weighed.yaml', folder: '', overrides: [], again: false });
  return found!;
}

const { engine, model, equations, equations: { objective, points } } = await posed();
const trainable = ['coefficients', 'bias'] as const;
const weigh = (options: Balancing, before?: Balance): ReturnType<typeof balanced> => balanced(engine, model, equations, { options, trainable, before });
const mean = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b) / values.length;

const withBlocks = ({ blocks, ...objective }: Objective, change: (block: Objective['blocks'][number]) => Objective['blocks'][number]): Objective => ({ ...objective, blocks: blocks.map(change) });

test('norms are those of blocks without their weights: three times the residual has nine times the gradient, whatever it weighs', async () => {
  const norms = await gradientNorms(engine, model, objective, points, trainable);
  const tripled = withBlocks(objective, (block) => ({ ...block, weight: 17, formula: formula(block.formula.inputs, { r: block.formula.roots[0]!.mul(3) }) }));
  const larger = await gradientNorms(engine, model, tripled, points, trainable);
  expect(Object.keys(norms)).toEqual(['equation', 'condition 1', 'measured']);
  for (const [name, norm] of Object.entries(norms)) expect(larger[name]! / norm).toBeCloseTo(9, 10);
});

test('weights of points count in norms', async () => {
  const doubled = { ...points, inside: { ...points['inside']!, weights: new Float64Array(30).fill(2) } };
  const [plain, weighed] = [await gradientNorms(engine, model, objective, points, trainable), await gradientNorms(engine, model, objective, doubled, trainable)];
  expect(weighed['equation']! / plain['equation']!).toBeCloseTo(2, 10);
  expect(weighed['measured']).toBe(plain['measured']);
});

test('points weigh by the square of their residual in the first round without memory; measured rows and blocks are left alone', async () => {
  const { points: found, objective: same, balance } = await weigh({ points: 'quadratic', memory: 0 });
  const residuals = await residualsAt(engine, model, objective, 'inside', points['inside']!.inputs);
  const weights = found['inside']!.weights!;
  expect(mean(weights)).toBeCloseTo(1, 12);
  for (const [k, r] of residuals.entries()) expect(weights[k]! / (r ** 2 / mean(residuals.map((one) => one ** 2)))).toBeCloseTo(1, 10);
  expect(found['measured']).toBe(points['measured']);
  expect(same).toBe(objective);
  expect([balance.rounds, Object.keys(balance.attention), balance.blocks]).toEqual([1, ['inside', 'condition 1'], {}]);
});

test('a round remembers the one before, for points and for blocks', async () => {
  const options: Balancing = { points: 'exponential', blocks: 'gradients', memory: 0.5 };
  const { balance: first } = await weigh(options);
  const { balance: second } = await weigh(options, first);
  const { balance: anew } = await weigh({ ...options, memory: 0 }, first);
  for (const k of [0, 10, 29]) expect(second.attention['inside']![k]).toBeCloseTo((first.attention['inside']![k]! + anew.attention['inside']![k]!) / 2, 14);
  expect(second.rounds).toBe(2);
  // Norms follow from the weights of points.
  const norms = await gradientNorms(engine, model, objective, (await weigh(options, first)).points, trainable);
  const [a, b] = ['equation', 'measured'];
  const alike = (name: string): number => second.blocks[name]! - 0.5 * first.blocks[name]!;
  expect(alike(a!) * norms[a!]! / (alike(b!) * norms[b!]!)).toBeCloseTo(1, 10);
});

test('blocks begin with their own weights, and what is trained has those that were found', async () => {
  const { objective: found, balance } = await weigh({ blocks: 'gradients', memory: 0.9 });
  expect(found.blocks.map(({ weight }) => weight)).toEqual(objective.blocks.map(({ name }) => balance.blocks[name]));
  expect(mean(Object.values(balance.blocks))).toBeCloseTo((0.25 + 1 + 1) / 3, 12);
  // A tenth of the way at most from 0.25, 1, 1.
  for (const { name, weight } of objective.blocks) expect(balance.blocks[name]).toBeGreaterThanOrEqual(0.9 * weight);
});

test('weights that points have for other reasons stay beside those of attention', async () => {
  const later = Float64Array.from({ length: 30 }, (_, k) => 1 / (1 + k));
  const { points: found } = await balanced(engine, model, { objective, points: { ...points, inside: { ...points['inside']!, weights: later } } }, { options: { points: 'quadratic', memory: 0.5 }, trainable, before: undefined });
  const { points: alone } = await weigh({ points: 'quadratic', memory: 0.5 });
  for (const [k, weight] of later.entries()) expect(found['inside']!.weights![k]! / (alone['inside']!.weights![k]! * weight)).toBeCloseTo(1, 12);
});
