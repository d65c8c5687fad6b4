import { canonicalJson, createEngine, type OpenedExperiment } from '@knotwork/experiment';
import type { FileComposer } from '@knotwork/workspace';
import { engineChanged, otherEngine } from '../errors.js';
import type { StudyPlan } from '../plan/study-plan.js';
import { trialRequest } from './run-trial.js';
import type { StudyFolder } from './study-folder.js';
import type { StoredBase, StudyRecord } from './study-record.js';

/** What `run.json` says of an engine: its name, its precision, and by which path it computes here. */
export type EngineRecord = Readonly<Record<string, string>>;

/** What engine this process would run an experiment with. */
async function engineOf({ experiment, catalog }: Pick<OpenedExperiment, 'experiment' | 'catalog'>): Promise<EngineRecord> {
  const { name, precision, notes } = await createEngine(experiment, catalog);
  return { name, precision, ...notes };
}

/** An engine in words, such as `native, float64, path kernels`. */
export function engineText({ name, precision, ...notes }: EngineRecord): string {
  return [name, precision, ...Object.entries(notes).map(([key, value]) => `${key} ${value}`)].filter((part) => part !== undefined).join(', ');
}

const isSame = (a: EngineRecord, b: EngineRecord): boolean => canonicalJson(a) === canonicalJson(b);

/**
 * The engine of every arm, which stays what it was when the study began.
 *
 * @throws KnotworkError `environment` where it is another one now and versions are not to be mixed
 */
export async function enginesOf(plan: StudyPlan, base: StoredBase, folder: StudyFolder, composer: FileComposer, before: StudyRecord | null, mixed: boolean): Promise<Readonly<Record<string, EngineRecord>>> {
  const engines: Record<string, EngineRecord> = {};
  // An arm may be called otherwise by now: its trials tell which one it was.
  const armThen = new Map(before?.plan.trials.map(({ id, arm }) => [id, arm]));
  for (const { name } of plan.arms) {
    const now = await engineOf(await composer.open(trialRequest(folder, base, plan.trials.find(({ arm }) => arm === name)!)));
    const trial = plan.trials.find(({ id, arm }) => arm === name && armThen.has(id));
    const then = trial === undefined ? undefined : before?.engines?.[armThen.get(trial.id)!];
    if (then !== undefined && !isSame(then, now) && !mixed) throw engineChanged(folder.path, name, engineText(then), engineText(now));
    engines[name] = now;
  }
  return engines;
}

/**
 * Makes sure that this process can give every arm the engine that the study began with: of arms with the same engine one is asked.
 *
 * @throws KnotworkError `environment` where it cannot
 */
export async function requireEngines(folder: StudyFolder, { plan, base, engines = {} }: StudyRecord, composer: FileComposer): Promise<void> {
  const asked = new Set<string>();
  for (const [name, engine] of Object.entries(engines)) {
    const key = canonicalJson(engine);
    if (asked.has(key)) continue;
    asked.add(key);
    const now = await engineOf(await composer.open(trialRequest(folder, base, plan.trials.find(({ arm }) => arm === name)!)));
    if (!isSame(engine, now)) throw otherEngine(folder.path, name, engineText(engine), engineText(now));
  }
}
