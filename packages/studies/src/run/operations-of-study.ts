import { median } from '@knotwork/numerics';
import { canonicalJson, FILES, type OperationAccounts, storedOperations } from '@knotwork/experiment';
import type { FileComposer } from '@knotwork/workspace';
import type { PlannedTrial } from '../plan/study-plan.js';
import type { TrialResult } from '../verdict/collect.js';
import { trialRequest } from './run-trial.js';
import type { StudyFolder } from './study-folder.js';
import type { StudyRecord } from './study-record.js';

/** Operations of one row through the networks of every arm on every set, medians over its trials; left out where no trial left a network. */
export type OperationsBySet = Readonly<Record<string, Readonly<Record<string, OperationAccounts>>>>;

/**
 * Counts what the networks of a study cost, as trials left them: of networks that are made alike once.
 *
 * @param results of the trials that count
 *
 * Cost: reads network.json of every trial; loads a network for every structure.
 */
export async function operationsOfStudy(folder: StudyFolder, { plan, base }: StudyRecord, results: readonly TrialResult[], composer: FileComposer): Promise<OperationsBySet> {
  const bySet: Record<string, Record<string, OperationAccounts>> = {};
  const known = new Map<string, OperationAccounts>();
  const trialsOf = new Map<string, PlannedTrial[]>();
  const key = (arm: string, set: string): string => JSON.stringify([set, arm]);
  for (const { trial } of results) {
    const own = trialsOf.get(key(trial.arm, trial.set));
    if (own === undefined) trialsOf.set(key(trial.arm, trial.set), [trial]); else own.push(trial);
  }
  for (const { name: set } of plan.sets) {
    const arms: Record<string, OperationAccounts> = bySet[set] = {};
    for (const { name: arm } of plan.arms) {
      const trials = trialsOf.get(key(arm, set))!;
      const { catalog } = await composer.open(trialRequest(folder, base, trials[0]!));
      const counts = trials.flatMap(({ id }) => {
        const files = folder.filesOf(id);
        const read = (name: string): Uint8Array | null => files.read(name);
        const json = read(FILES.network);
        if (json === null) return [];
        const { inputs, layers } = JSON.parse(new TextDecoder().decode(json)) as { readonly inputs: readonly unknown[]; readonly layers: unknown };
        const made = canonicalJson([inputs.length, layers]);
        const count = known.get(made) ?? storedOperations(read, catalog, folder.trial(id));
        known.set(made, count);
        return [count];
      });
      if (counts.length > 0) arms[arm] = { edgewise: median(counts.map(({ edgewise }) => edgewise)), dense: median(counts.map(({ dense }) => dense)), local: median(counts.map(({ local }) => local)) };
    }
  }
  return bySet;
}
