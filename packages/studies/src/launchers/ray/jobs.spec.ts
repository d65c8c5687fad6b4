import { expect, test } from '@jest/globals';
import { lastWordsIn } from '../last-words.js';
import { isAlive, jobPrefix, jobRequest, jobsIn, jobsOf, numberOf, OF_RAY, type RayOptions, wrongIn } from './jobs.js';
import { RECORDED } from './recorded-answers.js';

const usual: RayOptions = { cpus: 1, resources: {}, runtimeEnvironment: {}, headers: {} };
const program = { module: '/opt/knot work/main.js', args: ['work', "/data/it's", '--wait'] };

test('jobs are told by what was submitted, and programs that use Ray without that are none', () => {
  const jobs = jobsIn(RECORDED.jobs)!;
  expect(jobs.map(({ id, status, isWaitedOut }) => `${id} ${status}${isWaitedOut ? ' waited' : ''}`)).toEqual([
    'raysubmit_CDC1F9kMQSqw4FfT SUCCEEDED', 'knotwork-x-abc-1 STOPPED', 'knotwork-x-abc-2 FAILED', 'knotwork-x-abc-3 PENDING', 'knotwork-x-abc-4 FAILED waited',
  ]);
  expect(jobs.filter(isAlive).map(({ id }) => id)).toEqual(['knotwork-x-abc-3']);
  expect(jobsIn('{}')).toBeNull();
  expect(jobsIn(RECORDED.twice)).toBeNull();
});

test('jobs of a study are those of its name, folder and id, and no others that begin alike', () => {
  const prefix = jobPrefix('x', '/data/x', '1');
  expect(prefix).toMatch(/^knotwork-x-[0-9a-f]{10}-$/);
  expect(new Set([prefix, jobPrefix('x', '/data/y', '1'), jobPrefix('x', '/data/x', '2')]).size).toBe(3);
  const named = (id: string) => ({ id, status: 'RUNNING', message: '', isWaitedOut: false });
  const jobs = jobsOf(prefix, [`${prefix}2`, `${prefix}10`, `${prefix}10-1`, `${prefix}`, 'knotwork-x-'].map(named));
  expect(jobs.map((job) => numberOf(prefix, job))).toEqual([2, 10]);
});

test('a job is a worker in the place of its shell, with what Ray keeps for it', () => {
  expect(jobRequest('x-1', 'x', program, usual)).toEqual({ entrypoint: `exec ${process.execPath} '/opt/knot work/main.js' work '/data/it'\\''s' --wait`, submission_id: 'x-1', entrypoint_num_cpus: 1, metadata: { study: 'x' } });
  const more = { ...usual, cpus: 0.5, memory: '2G', resources: { spot: 1 }, runtimeEnvironment: { env_vars: { A: '1' } }, node: 'node', headers: { Authorization: 'RAY_AUTHORIZATION' } };
  expect(jobRequest('x-1', 'x', { ...program, execArgv: ['--no-warnings'] }, more)).toEqual({
    entrypoint: `exec node --no-warnings '/opt/knot work/main.js' work '/data/it'\\''s' --wait`, submission_id: 'x-1', entrypoint_num_cpus: 0.5, metadata: { study: 'x' },
    entrypoint_memory: 2147483648, entrypoint_resources: { spot: 1 }, runtime_env: { env_vars: { A: '1' } },
  });
});

test.each([['500M', 524288000], ['7', 7], ['1T', 1099511627776]])('%s of memory are %i bytes', (memory, bytes) => {
  expect(jobRequest('x-1', 'x', program, { ...usual, memory })).toMatchObject({ entrypoint_memory: bytes });
});

test('the last words of a log are those of the worker, not those of Ray', () => {
  const { logs } = JSON.parse(RECORDED.logs) as { logs: string };
  expect(lastWordsIn(logs, OF_RAY)).toBe('/bin/sh: 1: exec: /opt/none/node: not found');
  expect(lastWordsIn(logs.split('\n').slice(0, 2).join('\n'), OF_RAY)).toBeNull();
});

test.each([
  [RECORDED.twice, 'ValueError: Job with submission_id knotwork-x-abc-1 already exists. Please use a different submission_id.'],
  [RECORDED.wrongType, "TypeError: entrypoint_num_cpus must be a number, got <class 'str'>"],
  [RECORDED.notStarted, 'ValueError: /tmp is not a valid URI. Passing directories or modules to be dynamically uploaded is only supported at the job level (i.e., passed to `ray.init`).'],
  ['No available agent to submit job, please try again later.', 'No available agent to submit job, please try again later.'],
  ['', 'nothing'],
])('what was wrong is said without its traceback: %#', (text, wrong) => { expect(wrongIn(text)).toBe(wrong); });
