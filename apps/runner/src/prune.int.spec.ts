import { afterAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RunEvent, tokens } from '@knotwork/experiment';
import { loadNetwork } from '@knotwork/network';
import { given } from '@knotwork/registry';
import { standardPackages } from '@knotwork/standard';
import { composeFromFile } from '@knotwork/workspace';
import type { Crashed } from './fixtures/crashes.js';
import { fixture, knotwork, workspace } from './fixtures/knotwork.js';
import { sourceTree, workplace } from './fixtures/workplace.js';

// Sparse networks as files ask for them: regularizers, penalty rounds, and the stage prune.

/** The second input counts for nothing, and two hidden nodes are more than the target needs. */
const FILE = `knotwork: 1
name: spare
dataset: { kind: expression, expression: sin(pi * x1) + 0 * x2, samples: { train: 120, validation: 60, test: 60 } }
network: { widths: [2, 2, 1], basis: { kind: b-spline, intervals: 3 } }
stages:
  - { kind: fit, starts: { count: 1 }, steps: 5 }
  - { kind: fit, steps: 30, regularizers: [sparsity], refreshEvery: 2, stop: none }
  - { kind: prune }
  - { kind: fit, steps: 5 }
`;
/** The same in fewer steps: it is run many times. */
const BRIEF = FILE.replace('train: 120', 'train: 30').replace('steps: 30', 'steps: 6').replace('{ kind: fit, steps: 5 }', '{ kind: fit, steps: 2 }').replace('steps: 5', 'steps: 2');
const { folder, remove } = workplace({ 'spare.yaml': FILE, 'brief.yaml': BRIEF });
afterAll(remove);
const place = { cwd: folder, env: sourceTree('committed', folder) };

interface PruneReport {
  readonly kind: string; readonly isSkipped: boolean; readonly functionChange: number; readonly inputShares: readonly number[];
  readonly pruned: { readonly edges: readonly (readonly number[])[]; readonly nodes: readonly (readonly number[])[] }; readonly left: { readonly edges: number; readonly nodes: number };
}
interface Result {
  readonly network: { readonly external: object; readonly edges: object; readonly parameters: { readonly effective: number } };
  readonly metrics: { readonly test: { readonly rmse: number } }; readonly stages: readonly (PruneReport & { readonly ending?: string })[];
}

async function run(...overrides: string[]) {
  const notes: string[] = [];
  const observer = { observe: (event: RunEvent) => { if (event.event === 'note') notes.push(event.text ?? ''); } };
  const composition = await composeFromFile({ file: 'spare.yaml', overrides, out: 'run', again: true, cwd: folder }, await standardPackages(), [given(tokens.observer, observer)]);
  const { status, result } = await composition.run();
  expect(status).toBe('completed');
  const file = (part: string): Buffer => readFileSync(join(folder, 'run', part));
  const { structure } = loadNetwork({ json: file('network.json').toString('utf8'), safetensors: file('network.safetensors') }, composition.catalog);
  return { result: result as unknown as Result, structure, notes };
}
const refusal = (...overrides: string[]): Promise<string> => run(...overrides).then(() => '', (error: Error) => error.message);

describe('the stage prune', () => {
  test('leaves what the target needs, says what went, and training goes on without it', async () => {
    const { result, structure } = await run();
    const { pruned, left, functionChange, inputShares, isSkipped } = result.stages[2]!;
    // Both inputs, a hidden node, the output.
    expect(left).toEqual({ edges: 2, nodes: 4 });
    expect(pruned.nodes).toHaveLength(1);
    expect(pruned.edges).toHaveLength(4);
    expect(isSkipped).toBe(false);
    expect(functionChange).toBeLessThan(0.05);
    expect(inputShares[1]).toBeLessThan(0.05 * inputShares[0]!);
    expect(result.network).toMatchObject({ external: { nodes: 4, edges: 2 }, edges: { free: 2, symbolic: 0, pruned: 4 }, parameters: { effective: 2 * 7 } });
    expect(structure.layers.map(({ terms }) => terms[0]!.edges.count)).toEqual([1, 1]);
    expect(result.metrics.test.rmse).toBeLessThan(0.05);
  });

  test('cuts nothing with thresholds of zero', async () => {
    const { result } = await run('stages.2.edgeThreshold=0', 'stages.2.nodeThreshold=0');
    expect(result.stages[2]).toMatchObject({ pruned: { edges: [], nodes: [] }, functionChange: 0, left: { edges: 6 } });
  });

  test('cuts a node whose edges pass on little, with all of its edges', async () => {
    const { result } = await run('stages.2.edgeThreshold=0', 'stages.2.nodeThreshold=0.02');
    const { pruned } = result.stages[2]!;
    expect(pruned.nodes).toHaveLength(1);
    expect(pruned.edges).toHaveLength(3);
  });

  test('leaves the network as it is, and says so, where no path would be left', async () => {
    const { result, notes } = await run('stages.2.edgeThreshold=5');
    expect(result.stages[2]).toMatchObject({ isSkipped: true, pruned: { edges: [] }, left: { edges: 6 } });
    expect(notes.join()).toMatch(/nothing was pruned: no path from an input to an output would be left\. The largest share of an edge is \S+; lower stages\.2\.edgeThreshold or stages\.2\.nodeThreshold/);
  });

  test('cannot come first, and refuses what makes no sense', async () => {
    expect(await refusal('stages=[prune]')).toMatch(/stages\.0.*must fit a network before anything else; got "prune"/);
    expect(await refusal('stages.2.edgeThreshold=-1')).toMatch(/stages\.2\.edgeThreshold.*must be a number of at least 0; got -1/);
    expect(await refusal('stages.1.refreshEvery=0')).toMatch(/stages\.1\.refreshEvery.*must be a whole number of at least 1; got 0/);
  });

  test('a run that is cut off anywhere goes on as if nothing had happened', async () => {
    const crashed = await fixture<Crashed[]>('crashes', ['brief.yaml'], place);
    expect(crashed.filter((c) => !c.isSame || !c.isKept)).toEqual([]);
    expect(crashed.map((c) => c.resumed)).toEqual(expect.arrayContaining(['after stage 2/4 fit', 'after stage 3/4 prune']));
  }, 120_000);
});

test('penalties of mean absolute values are refused with an optimizer that cannot follow them, and work with Adam', async () => {
  expect(await refusal('stages.1.regularizers=[mean-abs]')).toMatch(/The optimizer "levenberg-marquardt" cannot follow the regularizer "mean-abs", .*Use optimizer: adam/);
  const { result } = await run('stages.1.regularizers=[mean-abs]', 'stages.1.optimizer=adam');
  expect(result.stages[1]!.ending).toBe('steps');
});

test('L1 and entropy together, as the founding paper has them, train with every optimizer', async () => {
  for (const optimizer of ['levenberg-marquardt', 'adam']) {
    const { result } = await run('stages.1.regularizers=[activation-l1, entropy]', `stages.1.optimizer=${optimizer}`);
    expect(result.stages[1]!.ending).toMatch(/steps|converged/);
  }
});

test('the example sparsify ends with the three edges that its target needs', async () => {
  const { status, stdout } = await knotwork(['run', join(workspace, 'examples/sparsify.yaml'), '--out', 'sparsify'], place);
  expect(status).toBe(0);
  expect(stdout).toMatch(/\nstage 2\/3 prune: 12 edges and 4 hidden nodes switched off, 3 edges left; RMSE train .*\nelimination: \d+ of \d+ removals tried left a network as good \(compared by validation rows at 60 parameters\)\n/);
  const result = JSON.parse(readFileSync(join(folder, 'sparsify/result.json'), 'utf8')) as Result;
  expect(result.network).toMatchObject({ external: { nodes: 4, edges: 3 }, edges: { free: 3, pruned: 12 } });
  expect(result.metrics.test.rmse).toBeLessThan(1e-3);
}, 120_000);
