import { afterAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { edgeFunctions, gridOf, loadNetwork } from '@knotwork/network';
import { standardPackages } from '@knotwork/standard';
import { composeFromFile } from '@knotwork/workspace';
import { small, workplace } from './fixtures/workplace.js';

// Grids as files ask for them: strategies with knots of their own, ladders, norms, regularizers.

const two = `knotwork: 1
name: two
datasets:
  wide: { kind: expression, expression: sin(5 * x1), samples: { train: 60, validation: 30, test: 30 } }
  narrow: { kind: expression, expression: sin(5 * x1), domain: [0.3, 0.5], samples: { train: 60, validation: 30, test: 30 } }
network: { widths: [1, 1], edge: plain, basis: { kind: b-spline, intervals: 5 } }
stages:
  - { kind: fit, data: wide }
  - { kind: extend-grid, levels: [6], fit: { data: narrow, steps: 1 } }
`;
const { folder, remove } = workplace({ 'small.yaml': small, 'two.yaml': two });
afterAll(remove);

interface Rung { readonly level: readonly number[]; readonly functionChange: number | null; readonly parameters: { readonly effective: number; readonly grid: number } }
interface Result { readonly network: { readonly internal: { readonly perEdge: readonly number[] } }; readonly stages: readonly { readonly grids?: { readonly moves: number; readonly change: number }; readonly rungs?: readonly Rung[] }[] }

const run = (...overrides: string[]) => runFile('small.yaml', ...overrides);

async function runFile(name: string, ...overrides: string[]): Promise<{ result: Result; read: () => ReturnType<typeof loadNetwork>; metrics: readonly Record<string, unknown>[] }> {
  const composition = await composeFromFile({ file: name, overrides, out: 'run', again: true, cwd: folder }, await standardPackages());
  const { status, result } = await composition.run();
  expect(status).toBe('completed');
  const file = (part: string): Buffer => readFileSync(join(folder, 'run', part));
  return {
    result: result as unknown as Result,
    read: () => loadNetwork({ json: file('network.json').toString('utf8'), safetensors: file('network.safetensors') }, composition.catalog),
    metrics: file('metrics.jsonl').toString('utf8').trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}
const refusal = (...overrides: string[]): Promise<string> => run(...overrides).then(() => '', (error: Error) => error.message);

describe('knots of their own', () => {
  test.each(['quantile', 'curvature'])('%s places them, and the ladder, moving grids and saving keep them', async (kind) => {
    const { result, read, metrics } = await run(`stages.0.grid={kind: ${kind}, every: 2}`, 'stages.1.levels=[10]');
    const { network: { parameters }, structure } = read();
    const term = structure.layers[0]!.terms[0]!;
    expect(term.knots).toBe('own');
    const knots = gridOf(term, parameters, 0).knots!;
    expect(knots).toHaveLength(11);
    // Placed on five intervals, then halved: every second knot is an old one and every other lies in the middle.
    for (let j = 1; j < 10; j += 2) expect(knots[j]).toBeCloseTo((knots[j - 1]! + knots[j + 1]!) / 2, 10);
    expect(knots.some((u, j) => Math.abs(u - j) > 0.05)).toBe(true);
    const [fit, ladder] = result.stages;
    expect(fit!.grids!.moves).toBeGreaterThan(0);
    expect(ladder!.rungs![1]!.functionChange).toBeLessThan(1e-12);
    // Two inputs: the ends of the domain, and the knots between.
    expect(ladder!.rungs!.map((r) => r.parameters.grid)).toEqual([2 * (2 + 4), 2 * (2 + 9)]);
    const moves = metrics.filter((m) => m['event'] === 'grid' && m['moved'] !== 0);
    expect(moves.length).toBeGreaterThan(0);
    for (const m of moves) expect(m['change']).toBeGreaterThanOrEqual(0);
  });

  test('a later stage with a strategy that places them gives them to the network, which stays the function it was', async () => {
    const { result } = await run('stages.1={kind: extend-grid, levels: [10], fit: {grid: quantile, steps: 2}}');
    expect(result.stages[1]!.rungs![0]!.parameters.grid).toBe(2 * (2 + 4));
  });

  test('are refused for a basis without, by path and with what to type', async () => {
    expect(await refusal('stages.0.grid=quantil')).toMatch(/Unknown grid "quantil".*Did you mean "quantile"\?/);
    expect(await refusal('stages.0.grid={kind: quantile, uniformBlend: 2}')).toMatch(/stages\.0\.grid\.uniformBlend .*must be a number from 0 to 1; got 2/);
    expect(await refusal('stages.0.grid={kind: curvature, derivative: 4}')).toMatch(/stages\.0\.grid\.derivative .*must be 2 or 3; got 4/);
  });
});

describe('levels', () => {
  test('by parameters per edge: the closest resolution, base weight included', async () => {
    const { result } = await run('stages.1.levels=[{parametersPerEdge: 12}, {parametersPerEdge: 20}]');
    // G + 3 coefficients and the base weight.
    expect(result.stages[1]!.rungs!.map((r) => r.level)).toEqual([[5], [8], [16]]);
    expect(result.stages[1]!.rungs!.map((r) => r.parameters.effective)).toEqual([2 * 9, 2 * 12, 2 * 20]);
  });

  test('by layer, and with the number left as it is', async () => {
    const { result } = await run('network.widths=[2,2,1]', 'stages.1.levels=[[5,10],[10,10]]');
    expect(result.stages[1]!.rungs!.map((r) => r.level)).toEqual([[5, 5], [5, 10], [10, 10]]);
    expect(result.stages[1]!.rungs![1]!.functionChange).toBeLessThan(1e-12);
  });

  test('that ask for less than there is are refused', async () => {
    expect(await refusal('stages.1.levels=[{parametersPerEdge: 6}]')).toMatch(/stages\.1\.levels\.0.*must not lower the resolution: "intervals" of b-spline is 5 there, got 2/);
    expect(await refusal('stages.1.levels=[{parametersPerEdges: 6}]')).toMatch(/parametersPerEdges.*Did you mean "parametersPerEdge"\?/);
  });

  test('in the norm of the data: what is extended stays closer where activations lie', async () => {
    // Rows on a tenth of the domain; six intervals do not nest in five.
    const change = async (refit: string): Promise<number> => (await runFile('two.yaml', `stages.1.refit=${refit}`)).result.stages[1]!.rungs![1]!.functionChange!;
    expect(await change('data')).toBeLessThan(0.5 * await change('uniform'));
  });
});

describe('roughness', () => {
  test('makes edges smoother, more so the stronger it is, on even and on other knots', async () => {
    for (const grid of ['moving', 'quantile']) {
      const found: number[] = [];
      for (const strength of [0, 1e-3, 10]) {
        const { read } = await run('network.edge=plain', 'stages=[{kind: fit, starts: {count: 1}}]', `stages.0.grid=${grid}`, `stages.0.regularizers=[{kind: roughness, strength: ${strength}}]`);
        const { network: { parameters }, structure } = read();
        const layer = structure.layers[0]!;
        const points = Float64Array.from({ length: 400 }, (_, n) => -1 + (n + 0.5) / 200);
        found.push(edgeFunctions(layer, parameters, () => points, 2).reduce((sum, v) => sum + v * v, 0) / points.length);
      }
      expect(found[1]).toBeLessThan(0.5 * found[0]!);
      expect(found[2]).toBeLessThan(1e-3 * found[1]!);
    }
  });

  test('of a derivative that the basis does not have is refused', async () => {
    expect(await refusal('stages.0.regularizers=[{kind: roughness, derivative: 4}]')).toMatch(/stages\.0\.regularizers\.0.*derivative of order 4 of the basis "b-spline" .*Set derivative to at most 3/);
    expect(await refusal('stages.0.regularizers=[roughnes]')).toMatch(/Unknown regularizer "roughnes".*Did you mean "roughness"\?/);
  });
});
