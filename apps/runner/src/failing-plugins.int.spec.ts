import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type SessionEnded, session, workspace } from './fixtures/knotwork.js';
import { small, workplace } from './fixtures/workplace.js';

// Whatever function of a plugin throws, and whenever it is called: the message names the plugin, and Knotwork does not take the blame.

const hat = readFileSync(join(workspace, 'examples/custom-basis/hat-basis.mjs'), 'utf8');
const THROWS = "{ throw new Error('out of tea'); }";

/** The hat basis with one piece of its text replaced. */
function hatWith(piece: string, by: string): string {
  const changed = hat.replace(piece, by);
  if (changed === hat) throw new Error(`Nothing to change: ${piece}`);
  return changed;
}

/** Line and column of a piece of text, counted from one. */
function placeOf(piece: string, text: string): string {
  const before = text.slice(0, text.indexOf(piece)).split('\n');
  return `${before.length}:${before.at(-1)!.length + 1}`;
}

/** One number per edge moves with the domain. */
const wave = (transport: string): string => `
import { defineBasis, definePackage, z } from '@knotwork/plugin';
const wave = defineBasis({
  name: 'hat', summary: 'A wave on every edge', options: z.strictObject({}),
  capabilities: { support: 'global', spansConstants: false, onDomainMove: 'transport' },
  size: () => 1, shape: () => ({ shift: { scope: 'edge', trainable: false, initial: 0.1 } }),
  transport: ${transport},
  features: (x, grid, _, { shift }) => [grid.unit(x, 1).sub(shift).sin()],
});
export default definePackage({ api: 2, plugins: [wave] });
`;

const optimizer = `
import { definePackage, defineOptimizer, z } from '@knotwork/plugin';
const damped = defineOptimizer({
  name: 'hat', summary: 'Damping that never moves', options: z.strictObject({}), method: 'normal-equations',
  damping: () => ({ shape: 'marquardt', start: 1, restart: 1, tries: 3, tolerance: 0, patience: 3, accepted: () => ${THROWS}, rejected: (mu) => 4 * mu }),
});
export default definePackage({ api: 2, plugins: [damped] });
`;

const inFile = `plugins: [./plugin.mjs]\nnetwork:`;
const withHat = small.replace('network:', inFile).replace('kind: b-spline', 'kind: hat');
/** Levels are numbers of parameters, so that the ladder asks for sizes of bases that are not there yet. */
const byParameters = withHat.replace('[6, 7]', '[{ parametersPerEdge: 9 }]');
/** A fit that moves grids, and no ladder. */
const moving = withHat.replace('{ kind: hat, intervals: 5 }', 'hat').replace('[2, 1]', '[2, 2, 1]').replace(/ {2}- kind: extend-grid[^]*/, '');

interface Failing {
  readonly plugin: string;
  readonly experiment?: string;
  /** Which function of which plugin fails; left out: that of the title, of the basis. */
  readonly what?: string;
  /** Place in the file that stands before the message. */
  readonly place?: string;
  /** Whether the run has begun when it happens. */
  readonly isLate?: true;
}

const failing: Readonly<Record<string, Failing>> = {
  'smoothness': { plugin: hatWith('smoothness: () => 1', `smoothness: () => ${THROWS}`) },
  'differenceOrder': { plugin: hatWith('differenceOrder: () => 2', `differenceOrder: () => ${THROWS}`) },
  'order': { plugin: hatWith('order: () => 2', `order: () => ${THROWS}`) },
  'exactWhen': { plugin: hatWith('(from, to) => to % from === 0', `() => ${THROWS}`), place: 'stages.1.levels.0 (line 17): ' },
  'size': { plugin: hatWith('({ intervals }) => intervals + 1', `() => ${THROWS}`) },
  'size of a finer basis': {
    plugin: hatWith('({ intervals }) => intervals + 1', `({ intervals }) => { if (intervals > 5) ${THROWS} return intervals + 1; }`),
    experiment: byParameters, what: '"size" of the basis', place: 'stages.1.levels.0 (line 17): ',
  },
  'shape': { plugin: hatWith('window:', `shape: () => ${THROWS}, window:`) },
  'shape of a finer basis': {
    plugin: hatWith('window:', `shape: ({ intervals }) => { if (intervals > 5) ${THROWS} return {}; }, window:`),
    experiment: byParameters, what: '"shape" of the basis', place: 'stages.1.levels.0 (line 17): ',
  },
  'transport': { plugin: wave(`() => ${THROWS}`), experiment: moving, isLate: true },
  'options': { plugin: hatWith("describe('grid intervals inside the domain')", `refine(() => ${THROWS})`) },
  'accepted': {
    plugin: optimizer, experiment: small.replace('network:', inFile).replace('steps: 5', 'steps: 5\n    optimizer: hat'), what: '"accepted" of the optimizer', isLate: true,
  },
};

const { folder, remove } = workplace(Object.fromEntries(Object.entries(failing).flatMap(([title, { plugin, experiment = withHat }]) =>
  [[`${title}/plugin.mjs`, plugin], [`${title}/experiment.yaml`, experiment]])));
let ended: Readonly<Record<string, SessionEnded>>;
let shown: SessionEnded;

beforeAll(async () => {
  const titles = Object.keys(failing);
  const show = ['plugins', 'show', 'basis', 'hat', 'order/experiment.yaml'];
  const results = await session([...titles.map((title) => ['run', `${title}/experiment.yaml`, '--quiet']), show], { cwd: folder });
  shown = results.at(-1)!;
  ended = Object.fromEntries(titles.map((title, i) => [title, results[i]!]));
}, 60_000);
afterAll(remove);

test.each(Object.entries(failing))('a plugin that fails is named, with what failed and what to do, whichever function it is: %s', (title, { what = `"${title}" of the basis`, place = '', isLate }) => {
  const { status, stdout, stderr, written } = ended[title]!;
  const kind = what.split(' ').at(-1)!;
  const line = `Line: ${title}/plugin.mjs:${placeOf("new Error('out of tea')", failing[title]!.plugin)}.`;
  expect(stderr).toBe(`knotwork: ${place}${what} "hat" failed: out of tea. Report it to the plugin's author, or use another ${kind}. ${line}\n`);
  expect({ status, stdout, hasBegun: written.length > 0 }).toEqual({ status: 2, stdout: '', hasBegun: isLate === true });
});

test('who only asks what a plugin can do is told the same', () => {
  expect(shown).toMatchObject({ status: 2, stdout: '', stderr: ended['order']!.stderr });
});
