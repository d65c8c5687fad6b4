import { expect, test } from '@jest/globals';
import { jobIn } from './holder.js';

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
