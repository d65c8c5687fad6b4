import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WorkEvent } from '../../run/work.js';
import { batchScript, type SlurmOptions } from './batch-script.js';
import { type Execute, stateIn } from './queue.js';
import { slurmLauncher } from './slurm.js';

const parent = mkdtempSync(join(tmpdir(), 'knotwork-slurm-'));
afterAll(() => { rmSync(parent, { recursive: true }); });
let [folder, count] = ['', 0];
beforeEach(() => { folder = join(parent, String(++count)); mkdirSync(folder); });

const program = { module: '/opt/knot work/main.js', args: ['work', "/data/it's", '--wait'] };
const usual: SlurmOptions = { memory: '2G', modules: [], directives: [], notice: 60 };

test('the script asks for an array of workers that hear of the end of their time, and are put back into the queue', () => {
  expect(batchScript('a-study', 4, program, '/data/a-study', '/data/a-study/slurm', { ...usual, partition: 'long', time: '4:00:00', modules: ['node/20'], directives: ['--nice=100'], node: 'node' }).split('\n')).toEqual([
    '#!/bin/bash', '#SBATCH --job-name=knotwork-a-study', '#SBATCH --array=1-4', '#SBATCH --ntasks=1', '#SBATCH --cpus-per-task=1', '#SBATCH --chdir=/data/a-study/slurm', '#SBATCH --output=%A_%a.log',
    '#SBATCH --open-mode=append', '#SBATCH --requeue', '#SBATCH --signal=B:USR1@60', '#SBATCH --partition=long', '#SBATCH --time=4:00:00', '#SBATCH --mem=2G', '#SBATCH --nice=100', 'module load node/20 || exit 1',
    'again=', `trap 'again=yes; kill -TERM "$worker"' USR1`, 'trap : TERM', `node '/opt/knot work/main.js' work '/data/it'\\''s' --wait &`, 'worker=$!', 'wait "$worker"', 'status=$?',
    'while [ "$status" -gt 128 ] && kill -0 "$worker" 2> /dev/null; do wait "$worker"; status=$?; done', '[ -z "$again" ] || scontrol requeue "$SLURM_JOB_ID"', 'exit "$status"', '',
  ]);
  const module = join(folder, 'main.js');
  writeFileSync(module, '');
  const inside = batchScript('a', 1, { ...program, module }, '/data', '/data/slurm', { ...usual, container: 'node.sif' });
  expect(inside).toContain(`\napptainer exec --bind ${folder} --bind /data node.sif node ${module} work `);
  expect(batchScript('a', 1, program, '/data', '/data/slurm', usual)).toContain(`\n${process.execPath} `);
});

test('states are those that a job leaves and those that it does not', () => {
  expect(stateIn('7_1|RUNNING\n7_2|PENDING\n7_3|COMPLETED\n7_4|FAILED\n7_5|COMPLETING\n7_6|REQUEUED\n7_7|TIMEOUT\n')).toEqual({ running: 2, waiting: 2, over: 3 });
  expect(stateIn('')).toEqual({ running: 0, waiting: 0, over: 0 });
});

/** A cluster as it answers: what sbatch was given, and a state for each look, the last one repeated. */
function cluster(states: readonly (string | Error)[]): { execute: Execute; commands: string[]; scripts: string[]; looks: () => number } {
  const [commands, scripts]: [string[], string[]] = [[], []];
  let [jobs, looks] = [40, 0];
  const execute: Execute = (command, args, input) => {
    commands.push([command, ...args].join(' '));
    if (command === 'sbatch') { scripts.push(input!); return Promise.resolve(`${++jobs};cluster\n`); }
    if (command === 'scancel') return Promise.resolve('');
    const answer = states[Math.min(looks++, states.length - 1)]!;
    return typeof answer === 'string' ? Promise.resolve(answer) : Promise.reject(answer);
  };
  return { execute, commands, scripts, looks: () => looks };
}

/** Launches three trials, of which a function says how many are done at a look. */
async function launched(states: readonly (string | Error)[], doneAt: (look: number) => number, options: object = {}, signal = new AbortController().signal) {
  const { execute, commands, scripts, looks } = cluster(states);
  const launcher = slurmLauncher(execute, 2);
  const told: WorkEvent[] = [];
  const trials = ['a', 'b', 'c'];
  const end = await launcher.launch({
    name: 'x', folder, program, workers: 5, trials, signal, tell: (event) => { told.push(event); }, place: (trial) => trial,
    endOf: (trial) => (trials.indexOf(trial) < doneAt(looks()) ? { event: 'ended', trial, status: 'completed', seconds: 1, isCopied: false } : null),
  }, launcher.options.parse(options) as never).then(() => null, (error: Error) => error.message);
  return { commands, scripts, told: told.map((event) => ('trial' in event ? `${event.event} ${event.trial}` : event.event === 'note' ? event.text : event.event)), end, looks };
}

test('one array is submitted, every trial is told as it ends, and what still waits is cancelled when all are done', async () => {
  const { commands, scripts, told, end } = await launched(['41_1|RUNNING\n41_2|PENDING'], (look) => look);
  expect(end).toBeNull();
  expect(commands.filter((command) => !command.startsWith('squeue'))).toEqual(['sbatch --parsable', 'scancel 41']);
  expect(commands[1]).toBe('squeue --noheader --array --states=all --jobs=41 --format=%i|%T');
  // No more workers than there are trials.
  expect(scripts[0]).toContain('--array=1-3\n');
  expect(told).toEqual([`job 41 of Slurm: 3 workers; logs in ${join(folder, 'slurm')}`, 'ended a', 'ended b', 'ended c']);
  expect(existsSync(join(folder, 'slurm', 'job'))).toBe(false);
});

test('workers that are gone before all is done are followed by others, as long as something is done', async () => {
  const { commands, end } = await launched(['41_1|TIMEOUT', '42_1|RUNNING', '42_1|CANCELLED', '43_1|RUNNING'], (look) => (look >= 5 ? 3 : look >= 3 ? 1 : 0));
  expect(end).toBeNull();
  expect(commands.filter((command) => command.startsWith('sbatch'))).toHaveLength(3);
});

test('workers that end three times for nothing end the study, with what one of them said', async () => {
  mkdirSync(join(folder, 'slurm'));
  writeFileSync(join(folder, 'slurm', '43_1.log'), 'first\nknotwork: no space left\n');
  const { commands, end } = await launched(['41_1|FAILED'], () => 0);
  expect(end).toBe(`Workers ended three times without a trial; one said last: knotwork: no space left. Their logs are in ${join(folder, 'slurm')}.`);
  expect(commands.filter((command) => command.startsWith('sbatch'))).toHaveLength(3);
});

test('a job that is still there from before is taken, and none that Slurm has forgotten', async () => {
  mkdirSync(join(folder, 'slurm'));
  writeFileSync(join(folder, 'slurm', 'job'), '17\n');
  const taken = await launched(['17_1|RUNNING'], (look) => (look > 2 ? 3 : 0));
  expect([taken.told[0], taken.commands.filter((command) => command.startsWith('sbatch'))]).toEqual(['job 17 of Slurm is there already, with the workers that it was given', []]);
  writeFileSync(join(folder, 'slurm', 'job'), '17\n');
  const forgotten = await launched([Object.assign(new Error('1'), { said: 'slurm_load_jobs error: Invalid job id specified' }), '41_1|RUNNING'], (look) => (look > 2 ? 3 : 0));
  expect(forgotten.told[0]).toContain('job 41 of Slurm');
});

test('a queue that does not answer is no sign of death', async () => {
  const { commands, end } = await launched([Object.assign(new Error('1'), { said: 'Unable to contact slurm controller' })], (look) => (look > 4 ? 3 : 0));
  expect(end).toBeNull();
  expect(commands.filter((command) => command.startsWith('sbatch'))).toHaveLength(1);
});

test('what the queue says of workers is one line, where there are any', async () => {
  const said = (states: readonly (string | Error)[]) => slurmLauncher(cluster(states).execute).queue!(folder);
  expect(await said(['41_1|RUNNING'])).toBeNull();
  mkdirSync(join(folder, 'slurm'));
  writeFileSync(join(folder, 'slurm', 'job'), '41\n');
  expect(await said(['41_1|RUNNING\n41_2|PENDING\n41_3|RUNNING\n41_4|COMPLETED'])).toBe('job 41 of Slurm: 2 running, 1 waiting');
  expect(await said([Object.assign(new Error('1'), { said: 'Unable to contact slurm controller' })])).toBe('job 41 of Slurm: the queue does not answer');
});

test('a signal cancels the workers and returns', async () => {
  const abort = new AbortController();
  const { commands, end } = await launched(['41_1|RUNNING'], (look) => { if (look === 2) abort.abort(); return 0; }, {}, abort.signal);
  expect([end, commands.at(-1)]).toEqual([null, 'scancel 41']);
});

test('where Slurm is not there, or refuses, that is told', async () => {
  const refusing = (said: string) => slurmLauncher((command) => Promise.reject(Object.assign(new Error(command), { said })), 2);
  const refusal = async (said: string): Promise<string> => {
    const launcher = refusing(said);
    const context = { name: 'x', folder, program, workers: 1, trials: ['a'], signal: new AbortController().signal, tell: () => undefined, place: (trial: string) => trial, endOf: () => null };
    return launcher.launch(context, launcher.options.parse({}) as never).then(() => '', (error: Error) => error.message);
  };
  expect(await refusal('spawn sbatch ENOENT')).toBe('The launcher slurm needs sbatch, which is not there. Give the command on a login node of the cluster, or take --launcher local.');
  expect(await refusal('sbatch: error: invalid partition specified: x')).toBe('sbatch refused the workers: sbatch: error: invalid partition specified: x. Asked for was --mem=2G. Correct "launcher" of the study file, or look at the cluster (sinfo).');
});

test.each([[{ time: '4 hours' }], [{ time: 0 }], [{ memory: 'much' }], [{ directives: ['nice'] }], [{ directives: ['--a\n#SBATCH --b'] }], [{ partition: 'a\nrm' }], [{ queue: 'x' }]])('%j is refused', (options) => {
  expect(slurmLauncher().options.safeParse(options).success).toBe(false);
});

test.each([[{ time: 30 }], [{ time: '30' }], [{ time: '4:00:00' }], [{ time: '1-12' }], [{ memory: '500M' }]])('%j is taken', (options) => {
  expect(slurmLauncher().options.safeParse(options).success).toBe(true);
});
