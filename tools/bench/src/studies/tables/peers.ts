import { fileURLToPath } from 'node:url';
import { constantError } from '../../lib/constant-error.js';
import { runProgram } from '../../lib/knotwork-command.js';
import { UsageError } from '../../lib/program.js';
import type { TableExperiment } from '../../lib/table-experiment.js';
import type { PeerResult } from './fold-result.js';

const PEERS = new URL('../../../peers/', import.meta.url);

/**
 * Fits scikit-learn's models to the rows in a folder, in a process of their own.
 *
 * @param python that has what `peers/requirements-tables.txt` names
 * @throws UsageError when it cannot
 */
export async function fitPeers(python: string, folder: string, experiment: TableExperiment): Promise<Record<string, PeerResult>> {
  const remedy = `It must be a Python with the packages of ${fileURLToPath(new URL('requirements-tables.txt', PEERS))}.`;
  const { status, stdout, stderr } = await runProgram(python, [fileURLToPath(new URL('table_peers.py', PEERS)), folder, experiment.target, experiment.task])
    .catch((error: unknown) => { throw (error as NodeJS.ErrnoException).code === 'ENOENT' ? new UsageError(`--python ${python} cannot be started. ${remedy}`) : error; });
  if (status !== 0) throw new UsageError(`--python ${python} ended with status ${status}: ${stderr.trim().split('\n').at(-1) ?? ''}. ${remedy}`);
  const results = JSON.parse(stdout) as Record<string, PeerResult>;
  const unit = experiment.task === 'regression' ? constantError(experiment, experiment.target) : 1;
  return Object.fromEntries(Object.entries(results).map(([name, { value, seconds }]) => [name, { value: value / unit, seconds }]));
}
