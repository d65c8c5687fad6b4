import type { OpenedExperiment } from '@knotwork/experiment';
import type { FileComposer } from '@knotwork/workspace';
import { otherPlugins, pluginsChanged } from '../errors.js';
import { trialRequest } from './run-trial.js';
import type { StudyFolder } from './study-folder.js';
import type { StudyRecord } from './study-record.js';

/** What tells the content of every package that the base experiment names, as `run.json` has it. */
export type PluginRecord = Readonly<Record<string, string>>;

/**
 * The packages that trials are computed with, which stay what they were when the study began.
 *
 * @param opened any trial: all load the same ones, as factors cannot change them
 * @throws KnotworkError `input` where one was changed and versions are not to be mixed
 */
export function pluginsOf(opened: Pick<OpenedExperiment, 'plugins'>, folder: StudyFolder, before: StudyRecord | null, mixed: boolean): PluginRecord {
  const now = fingerprintsOf(opened);
  const changed = changedIn(before?.plugins, now);
  if (changed.length > 0 && !mixed) throw pluginsChanged(folder.path, changed);
  return now;
}

/**
 * Makes sure that this process would compute trials with the packages that the study began with.
 *
 * @throws KnotworkError `environment` where it would not
 */
export async function requirePlugins(folder: StudyFolder, { plan, base, plugins }: StudyRecord, composer: FileComposer): Promise<void> {
  if (plugins === undefined) return;
  const changed = changedIn(plugins, fingerprintsOf(await composer.open(trialRequest(folder, base, plan.trials[0]!))));
  if (changed.length > 0) throw otherPlugins(folder.path, changed);
}

const fingerprintsOf = ({ plugins }: Pick<OpenedExperiment, 'plugins'>): PluginRecord => Object.fromEntries(plugins.map(({ name, fingerprint }) => [name, fingerprint]));

/** Names of packages that are other ones by now. Studies of before they were written down have none. */
function changedIn(then: PluginRecord = {}, now: PluginRecord): string[] {
  return Object.keys(then).filter((name) => now[name] !== undefined && now[name] !== then[name]);
}
