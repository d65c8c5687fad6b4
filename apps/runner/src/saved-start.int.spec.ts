import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { session, type SessionEnded, workspace } from './fixtures/knotwork.js';
import { workplace } from './fixtures/workplace.js';

const { folder, remove } = workplace({});
afterAll(remove);
const page = readFileSync(join(workspace, 'docs/experiment-file.md'), 'utf8');
const blocks = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text]) => text!);
const [first, later] = [blocks[0]!, blocks.find((text) => text.includes('from:'))!];
const short = ['stages.0.starts.count=1', 'stages.0.steps=4', 'stages.1.fit.steps=3'];

let ended: readonly SessionEnded[];
beforeAll(async () => {
  mkdirSync(join(folder, 'examples'));
  cpSync(join(workspace, 'examples/data'), join(folder, 'examples/data'), { recursive: true });
  writeFileSync(join(folder, 'examples/first.yaml'), first);
  writeFileSync(join(folder, 'examples/later.yaml'), later);
  ended = await session([
    ['run', 'examples/first.yaml', ...short, '--out', 'runs/concrete', '--quiet'],
    ['validate', 'examples/later.yaml', 'stages.0.fit.steps=3'],
    ['run', 'examples/later.yaml', 'stages.0.fit.steps=3', '--out', 'runs/finer'],
    ['show', 'runs/finer'], ['report', 'runs/finer'], ['list', 'runs'], ['predict', 'runs/finer', 'examples/data/concrete.csv', '--out', 'predicted.csv'], ['compare', 'runs/concrete', 'runs/finer'],
    ['validate', 'examples/later.yaml', 'network.from=../runs/concret'],
  ], { cwd: folder });
}, 120_000);

test('the page about the experiment file has a file that goes on from its first one', () => {
  expect(ended.slice(0, -1).map(({ status, stderr }) => [status, stderr.replace(/^note: .*\n/gm, '')])).toEqual(ended.slice(0, -1).map(() => [0, '']));
  const [, validated, ran] = ended;
  expect(validated!.stdout).toBe('examples/later.yaml is valid.\n');
  expect(validated!.written).toEqual([]);
  expect(ran!.stdout).toMatch(/^concrete-finer: widths 8,5,1 of \.\.\/runs\/concrete, b-spline, seed 1, run [0-9a-f]+/);
  expect(ran!.stdout).toContain('note: the network of "../runs/concrete" is gone on from: its widths and functions, and the standardization of inputs and targets, are as they were there\n');
  const { stages } = JSON.parse(readFileSync(join(folder, 'runs/finer/result.json'), 'utf8')) as { stages: { rungs: { level: number[] }[] }[] };
  expect(stages[0]!.rungs.map(({ level }) => level)).toEqual([[6, 6], [12, 12]]);
});

test('such a run is looked at as any other, and its beginning is no run of its own', () => {
  const [, , , shown, , listed, , compared] = ended;
  expect(shown!.stdout.replaceAll(/\s+/g, ' ')).toContain('widths [8, 5, 1], b-spline, begun with the network of ../runs/concrete, ');
  expect(existsSync(join(folder, 'runs/finer/report.html'))).toBe(true);
  expect(listed!.stdout.match(/runs\/finer|runs\/concrete/g)).toHaveLength(2);
  expect(listed!.stdout).not.toContain('start');
  expect(compared!.stdout).toContain('network');
  expect(readdirSync(join(folder, 'runs/finer/start')).sort()).toEqual(['network.json', 'network.safetensors']);
});

test('a folder that is misspelt is refused with what to type, and one that moved comes to the same run', async () => {
  expect(ended.at(-1)).toMatchObject({ status: 2, stdout: '' });
  expect(ended.at(-1)!.stderr).toBe(`knotwork: network.from (from the override "network.from=../runs/concret"): there is no saved network in "../runs/concret", from the folder ${join(folder, 'examples')}. `
    + 'Give the folder of a finished run, such as runs/NAME/ID, or a network.json. A run that was begun from it keeps a copy: network.from=RUN/start goes on with the same run.\n');
  renameSync(join(folder, 'runs/concrete'), join(folder, 'moved'));
  const [again] = await session([['run', 'examples/later.yaml', 'stages.0.fit.steps=3', 'network.from=../moved', '--out', 'runs/again']], { cwd: folder });
  const idIn = ({ stdout }: SessionEnded): string | undefined => /, run (\S+)/.exec(stdout)?.[1];
  expect(idIn(again!)).toBe(idIn(ended[2]!));
}, 60_000);
