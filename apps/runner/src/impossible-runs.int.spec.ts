import { afterAll, expect, test } from '@jest/globals';
import { join } from 'node:path';
import type { Composition } from '@knotwork/experiment';
import { toYaml } from '@knotwork/experiment/texts';
import { constant, defineBasis, defineMetric, definePackage, z } from '@knotwork/plugin';
import { standardPackages } from '@knotwork/standard';
import { composeFromFile } from '@knotwork/workspace';
import { workplace } from './fixtures/workplace.js';

/** Hats whose domain never moves. */
const still = defineBasis({
  name: 'still-hat', summary: 'Hat functions on a fixed domain', options: z.strictObject({}),
  capabilities: { support: 'window', spansConstants: true, onDomainMove: 'none' },
  size: () => 5, window: () => 2, intervals: () => 4,
  features: (x, grid) => { const t = grid.unit(x, 4).sub(grid.cell(x)); return { start: grid.cell(x), values: [constant(1).sub(t), t] }; },
});

const toRemove: (() => void)[] = [];
afterAll(() => { for (const remove of toRemove) remove(); });

async function composed(file: string, ...overrides: string[]): Promise<Composition> {
  const { folder, remove } = workplace({ 'e.yaml': file });
  toRemove.push(remove);
  const extra = { name: 'still', version: '1.0.0', definition: definePackage({ api: 2, plugins: [still] }) };
  return composeFromFile({ file: 'e.yaml', overrides, again: true, out: 'out', cwd: folder }, [...await standardPackages(), extra]);
}

const FILE = `
knotwork: 1
name: fixed-domain
dataset: { kind: expression, expression: sin(x1) + x2, samples: { train: 60, validation: 30, test: 30 } }
network: { widths: [2, 1, 1], basis: still-hat }
stages: [{ kind: fit, starts: { count: 1 }, steps: 5 }]
`;

test('a default grid that nothing can follow is noted, and the run goes on', async () => {
  const composition = await composed(FILE);
  expect(composition.notes).toEqual(['grid "moving" is not used: domains of still-hat are fixed']);
  expect((await composition.run()).status).toBe('completed');
});

test('a written grid that nothing can follow is refused with its place', async () => {
  await expect(composed(FILE, 'stages.0.grid.every=5')).rejects.toThrow('stages.0.grid (from the override "stages.0.grid.every=5"): the grid strategy "moving" has nothing to move');
  expect((await composed(FILE, 'stages.0.grid=fixed')).notes).toEqual([]);
});

test('the resolved file of such a run can be run too', async () => {
  const resolved = toYaml((await composed(FILE)).experiment);
  expect((await composed(resolved)).notes).toHaveLength(1);
});

test('smoothing and extension are refused for a basis that declares neither neighbours nor a resolution', async () => {
  await expect(composed(FILE, 'stages.0.smoothing=1e-3')).rejects.toThrow('stages.0.smoothing (from the override "stages.0.smoothing=1e-3") must be 0 for still-hat: the basis declares no differenceOrder');
  await expect(composed(FILE, 'stages=[{kind: fit}, {kind: extend-grid, levels: [8]}]')).rejects.toThrow('The basis "still-hat" has no resolution');
});

test('a metric that fails says so before anything is trained', async () => {
  const odd = defineMetric({ name: 'odd', summary: 'No number', options: z.strictObject({}), evaluate: () => 'good' as never });
  const { folder, remove } = workplace({ 'e.yaml': FILE });
  toRemove.push(remove);
  const extra = { name: 'extra', version: '1.0.0', definition: definePackage({ api: 2, plugins: [still, odd] }) };
  await expect(composeFromFile({ file: 'e.yaml', overrides: [], again: true, out: 'out', cwd: folder }, [...await standardPackages(), extra]))
    .rejects.toThrow('"evaluate" of the metric "odd" must return a number; it returned "good".');
});

test('bumps are smoothed on even knots, and refuse it where knots are placed one by one', async () => {
  const bumps = ['network.basis=relu-power', 'stages.0.smoothing=1e-3'];
  expect((await composed(FILE, ...bumps)).notes).toEqual([]);
  await expect(composed(FILE, ...bumps, 'stages.0.grid=quantile')).rejects.toThrow('it can be smoothed on even knots only');
  await expect(composed(FILE, ...bumps, 'network.basis.power=2', 'stages.0.regularizers=[{kind: roughness, derivative: 3}]')).rejects.toThrow('Set derivative to at most 2');
});

test('parts that are not there, or are folded into others, cannot be all that is trained', async () => {
  const refusal = (...overrides: string[]): Promise<string> => composed(FILE, ...overrides).then(() => '', (e: Error) => e.message);
  expect(await refusal('stages.0.trainable=[bias]')).toContain('stages.0.trainable (from the override "stages.0.trainable=[bias]") must name at least one part that this network and optimizer can train: coefficients, baseWeight; got bias');
  expect(await refusal('stages.0.trainable=[basisWeight]')).toContain('coefficients, baseWeight; got basisWeight');
  expect(await refusal('stages.0.trainable=[basisWeight]', 'stages.0.optimizer=adam')).toBe('');
  expect(await refusal('network.edge=plain', 'stages.0.trainable=[baseWeight]')).toContain('can train: coefficients; got baseWeight');
});

test('a folder that holds something and is of no run is left alone, with --again too; an empty one and one of ours are taken', async () => {
  const { folder, remove } = workplace({
    'e.yaml': FILE.replace('still-hat', 'b-spline'), 'mine/result.json': '{"a":1}', 'models/network.json': '{}', 'home/d': '', 'home/c': '', 'home/b': '', 'home/a/x': '', 'other/run.json': '{"scripts":{}}', 'odd/run.json': 'null',
    'empty/.gitkeep': '', 'killed/lock': '', 'ours/run.json': '{"id":"0123456789ab","experiment":{"name":"theirs"}}', 'ours/notes.txt': '',
  });
  toRemove.push(remove);
  const place = async (out: string, again: boolean): Promise<string> => composeFromFile({ file: 'e.yaml', overrides: [], again, out, cwd: folder }, await standardPackages()).then(() => 'taken', (error: Error) => error.message);
  for (const again of [false, true]) {
    for (const [out, names] of [['mine', 'result.json'], ['models', 'network.json'], ['home', 'a, b, c and 1 more'], ['other', 'run.json'], ['odd', 'run.json']] as const) {
      expect(await place(out, again)).toBe(`--out must name an empty folder, a new one or that of a run; "${out}" holds ${names}, and no run.json of a run. Give --out another folder, such as "${join(out, 'run')}".`);
    }
    for (const out of ['empty', 'killed', 'new']) expect(await place(out, again)).toBe('taken');
  }
  expect(await place('ours', false)).toBe('The folder "ours" holds another run: "theirs", 0123456789ab. Give --out another folder, or --again to replace that run.');
  expect(await place('ours', true)).toBe('taken');
});
