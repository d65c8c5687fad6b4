/** What the dashboard of Ray 2.60.0 answered, with paths and tracebacks cut short. */
export const RECORDED = {
  version: '{"version": "4", "ray_version": "2.60.0", "ray_commit": "b7f4259e944bf6959f721b106adc366ddfa0c356", "session_name": "session_2026-11-26_23-44-09_238774_16913"}',
  /** GET /api/jobs/: one that was waited for too long is put in as its source has it. */
  jobs: JSON.stringify([
    { type: 'SUBMISSION', job_id: null, submission_id: 'raysubmit_CDC1F9kMQSqw4FfT', driver_info: null, status: 'SUCCEEDED', entrypoint: 'true', message: 'Job finished successfully.', error_type: null, start_time: 1795736685918, end_time: 1795736688946, metadata: null, runtime_env: null, driver_exit_code: 0 },
    { type: 'SUBMISSION', job_id: null, submission_id: 'knotwork-x-abc-1', driver_info: null, status: 'STOPPED', entrypoint: 'exec sleep 30', message: 'Job was intentionally stopped.', error_type: null, start_time: 1795736679679, end_time: 1795736685957, metadata: { study: 'x' }, runtime_env: null, driver_exit_code: null },
    { type: 'SUBMISSION', job_id: null, submission_id: 'knotwork-x-abc-2', driver_info: null, status: 'FAILED', entrypoint: 'exec /opt/none/node x', message: 'Job entrypoint command failed with exit code 127, last available logs (truncated to 20,000 chars):\n...', error_type: 'JOB_ENTRYPOINT_COMMAND_ERROR', start_time: 1795736811760, end_time: 1795736813244, metadata: null, runtime_env: null, driver_exit_code: 127 },
    { type: 'SUBMISSION', job_id: null, submission_id: 'knotwork-x-abc-3', driver_info: null, status: 'PENDING', entrypoint: 'true', message: 'Job has not started yet. It may be waiting for resources (CPUs, GPUs, memory, custom resources) to become available.', error_type: null, start_time: 1795736811787, end_time: null, metadata: null, runtime_env: null, driver_exit_code: null },
    { type: 'SUBMISSION', job_id: null, submission_id: 'knotwork-x-abc-4', driver_info: null, status: 'FAILED', entrypoint: 'true', message: 'Job supervisor actor failed to start within 900.0 seconds.', error_type: 'JOB_SUPERVISOR_ACTOR_START_TIMEOUT', start_time: 1795736811787, end_time: 1795737711787, metadata: null, runtime_env: null, driver_exit_code: null },
    { type: 'DRIVER', job_id: '02000000', submission_id: null, driver_info: { id: '02000000', node_ip_address: '192.0.2.2', pid: '13766' }, status: 'SUCCEEDED', entrypoint: 'python -c "import ray; ray.init(); print(1)"', message: null, error_type: null, start_time: 1795737294466, end_time: 1795737295017, metadata: {}, runtime_env: {}, driver_exit_code: null },
  ]),
  /** 500, text/plain. */
  twice: `Traceback (most recent call last):
  File "/venv/lib/python3.11/site-packages/ray/dashboard/modules/job/job_head.py", line 148, in submit_job_internal
    await self._raise_error(resp)
RuntimeError: Request failed with status code 400: Traceback (most recent call last):
  File "/venv/lib/python3.11/site-packages/ray/dashboard/modules/job/job_agent.py", line 45, in submit_job
    submission_id = await self.get_job_manager().submit_job(
                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
ValueError: Job with submission_id knotwork-x-abc-1 already exists. Please use a different submission_id.
.
`,
  /** 400, text/plain. */
  wrongType: `Traceback (most recent call last):
  File "/venv/lib/python3.11/site-packages/ray/dashboard/modules/job/common.py", line 524, in __post_init__
    raise TypeError(
TypeError: entrypoint_num_cpus must be a number, got <class 'str'>
`,
  /** 401 and 403, text/plain. */
  noToken: 'Unauthorized: Missing authentication token',
  wrongToken: 'Forbidden: Invalid authentication token',
  stopped: '{"stopped": true}',
  /** 404, text/plain. */
  unknown: 'Job knotwork-no does not exist',
  /** Of a job whose Node was not there. */
  logs: '{"logs": "2026-11-26 23:46:51,762\\tINFO job_manager.py:581 -- Runtime env is setting up.\\nRunning entrypoint for job knotwork-x-abc-2: exec /opt/none/node x\\n/bin/sh: 1: exec: /opt/none/node: not found\\n"}',
  /** Message of a job whose runtime_env was wrong; its log is empty. */
  notStarted: `Failed to start supervisor actor raysubmit_PTZcJvrnKbKaEMeC: '/tmp is not a valid URI. Passing directories or modules to be dynamically uploaded is only supported at the job level (i.e., passed to \`ray.init\`).'. Full traceback:
Traceback (most recent call last):
  File "/venv/lib/python3.11/site-packages/ray/_private/runtime_env/validation.py", line 35, in validate_uri
    raise ValueError(
ValueError: /tmp is not a valid URI. Passing directories or modules to be dynamically uploaded is only supported at the job level (i.e., passed to \`ray.init\`).
`,
} as const;
