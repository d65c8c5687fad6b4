import { expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { isAlive, jobIn, thisHolder } from './holder.js';

// Only there the system tells.
const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux('a process that was killed is not alive, though its parent never asks how it ended', async () => {
  const parent = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    const pid = Number(String((await once(parent.stdout, 'data') as [Buffer])[0]));
    const stat = (): string[] => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
    const holder = { ...thisHolder(), pid, began: stat()[19]! };
    expect(isAlive(holder)).toBe(true);
    // The shell would ask; what takes its place does not.
    while (readFileSync(`/proc/${parent.pid!}/comm`, 'utf8') !== 'sleep\n') await wait(5);
    process.kill(pid, 'SIGKILL');
    while (stat()[0] !== 'Z') await wait(5);
    expect(isAlive(holder)).toBe(false);
  } finally {
    parent.kill('SIGKILL');
  }
});

test.each([
  [{}, null],
  [{ SLURM_JOB_ID: '77' }, '77'],
  // What Ray 2.60 tells a job.
  [{ RAY_JOB_CONFIG_JSON_ENV_VAR: '{"runtime_env": {"env_vars": {"RAY_worker_niceness": "0"}}, "metadata": {"job_submission_id": "knotwork-x-1", "job_name": "knotwork-x-1", "study": "x"}}' }, 'knotwork-x-1'],
  [{ RAY_JOB_CONFIG_JSON_ENV_VAR: '{"metadata": {}}' }, null],
  [{ RAY_JOB_CONFIG_JSON_ENV_VAR: '{}' }, null],
  [{ RAY_JOB_CONFIG_JSON_ENV_VAR: '{"metadata"' }, null],
  [{ SLURM_JOB_ID: '77', RAY_JOB_CONFIG_JSON_ENV_VAR: '{"metadata": {"job_submission_id": "knotwork-x-1"}}' }, '77'],
])('%j is of the job %s', (environment, job) => { expect(jobIn(environment)).toBe(job); });
