import { afterAll, expect, test } from '@jest/globals';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Ended, knotwork, workspace } from './fixtures/knotwork.js';
import { small, workplace } from './fixtures/workplace.js';

// What a plugin does to the process behind the back of whoever called it.

const hat = readFileSync(join(workspace, 'examples/custom-basis/hat-basis.mjs'), 'utf8');
const LINES = hat.split('\n').length;
const withHat = small.replace('network:', 'plugins: [./plugin.mjs]\nnetwork:').replace('kind: b-spline', 'kind: hat');
/** Goes on until somebody ends it. */
const endless = withHat.replace(/ {2}- kind: extend-grid[^]*/, '  - kind: fit\n    optimizer: adam\n    grid: fixed\n    steps: 1000000000\n    stop: none\n');

interface Hostile {
  readonly plugin: string;
  readonly experiment?: string;
  readonly says: string;
}

/** Something that happens once the run is under way. */
const later = (what: string): string => `${hat}import { existsSync } from 'node:fs';
const timer = setInterval(() => { if (existsSync(new URL('out/network.json', import.meta.url))) { clearInterval(timer); ${what} } }, 10);
`;
const NOBODY = 'Plugin package "./plugin.mjs" failed where nobody waits for it, in a timer, a listener or a promise: ';
const REMEDY = ' Catch it there, or remove the package from "plugins".';
const EXITS = 'Plugin package "./plugin.mjs" called process.exit. Throw an error instead, or remove the package from "plugins".';

const atOnce: Readonly<Record<string, Hostile>> = {
  'ends the process while it loads': { plugin: `process.exit(0);\n${hat}`, says: `${EXITS} Line: PLUGIN:1:9.` },
  'ends the process when it is asked something': {
    plugin: hat.replace('({ intervals }) => intervals + 1', '() => process.exit(0)'), says: `${EXITS} Line: PLUGIN:19:23.`,
  },
  'never loads': {
    plugin: `await new Promise(() => {});\n${hat}`,
    says: 'plugins.0: Plugin package "./plugin.mjs" has not loaded after 10 s: a module of it awaits at its top level what does not come. Await it where it is used, or remove the package from "plugins".',
  },
  'returns a promise that never settles': {
    plugin: `import { defineDataSet, definePackage, z } from '@knotwork/plugin';
const rows = defineDataSet({ name: 'never', summary: 'Nothing', options: z.strictObject({}), load: () => new Promise(() => {}) });
export default definePackage({ api: 2, plugins: [rows] });\n`,
    experiment: withHat.replace(/dataset:[^]*?\nplugins/, 'dataset: never\nplugins').replace('kind: hat', 'kind: b-spline'),
    says: 'A promise that never settles is waited for; plugin packages that ran: ./plugin.mjs. Let their functions settle what they return, or remove them from "plugins".',
  },
};
const late: Readonly<Record<string, Hostile>> = {
  'throws in a timer': { plugin: later("throw new Error('out of tea');"), says: `${NOBODY}out of tea.${REMEDY} Line: PLUGIN:${LINES + 1}:127.` },
  'rejects a promise that nobody has': { plugin: later("Promise.reject('out of tea');"), says: `${NOBODY}out of tea.${REMEDY}` },
  'ends the process from a timer': { plugin: later('process.exit(0);'), says: `${EXITS} Line: PLUGIN:${LINES + 1}:129.` },
};
const all = { ...atOnce, ...late };
const { folder, remove } = workplace({
  ...Object.fromEntries(Object.entries(all).flatMap(([title, { plugin, experiment = title in late ? endless : withHat }]) => [[`${title}/plugin.mjs`, plugin], [`${title}/e.yaml`, experiment]])),
  'leaves a timer/plugin.mjs': `${hat}setInterval(() => {}, 1000);\n`, 'leaves a timer/e.yaml': withHat,
});
afterAll(remove);
const run = (title: string): Promise<Ended> => knotwork(['run', `${title}/e.yaml`, '--out', `${title}/out`, '--quiet'], { cwd: folder });
const said = (title: string): string => `knotwork: ${all[title]!.says.replace('PLUGIN', join(title, 'plugin.mjs'))}\n`;

test.concurrent.each(Object.keys(atOnce))('a plugin that %s is told so, and nothing is written', async (title) => {
  expect(await run(title)).toEqual({ status: 2, stdout: '', stderr: said(title) });
  expect(existsSync(join(folder, title, 'out'))).toBe(false);
}, 60_000);

test.concurrent.each(Object.keys(late))('a plugin that %s ends the run, which stays one to go on with', async (title) => {
  expect(await run(title)).toEqual({ status: 2, stdout: '', stderr: said(title) });
  expect(readdirSync(join(folder, title, 'out')).sort()).toEqual(['checkpoint.json', 'metrics.jsonl', 'network.json', 'network.safetensors', 'run.json']);
}, 60_000);

test.concurrent('what a plugin leaves running does not keep the command from ending', async () => {
  expect(await run('leaves a timer')).toEqual({ status: 0, stdout: '', stderr: '' });
}, 60_000);
