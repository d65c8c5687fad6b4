import { canonicalJson } from '@knotwork/experiment';
import { isKnotworkError } from '@knotwork/plugin';
import type { FileComposer } from '@knotwork/workspace';
import { badTrial } from '../errors.js';
import { ownData } from '../halving/trials-by.js';
import type { PlannedTrial, StudyPlan } from '../plan/study-plan.js';
import { trialRequest } from './run-trial.js';
import type { StudyFolder } from './study-folder.js';
import type { StoredBase } from './study-record.js';

/** How many variables there are, and whether that may be otherwise with other training rows. */
interface Sizes { readonly inputs: number; readonly outputs: number; readonly mayDiffer: boolean }

/**
 * Looks whether every trial has as many inputs and outputs as the first of its arm and set, which was composed: a category that few rows have is an input where a training row has it, and its network fits no other seed or fold. One that has others
 * is composed, too.
 *
 * @param first trials that were composed, of every arm on every set
 * @throws KnotworkError `input` or `capability` with the first trial that is refused
 *
 * Cost: reads the data of every set once, and once for each seed and fold where inputs are made of columns by what rows have.
 */
export async function requireEverySeed(plan: StudyPlan, first: readonly PlannedTrial[], base: StoredBase, folder: StudyFolder, composer: FileComposer): Promise<void> {
  const read = new Map<string, Sizes>();
  const said = new Map<string, { readonly text: string; readonly seed: number | undefined }>();
  /** Arms that say the same of their data share them. */
  const keyOf = async (trial: PlannedTrial): Promise<string> => {
    const { arm, variant, set, fold, round } = trial;
    const place = JSON.stringify([arm, variant, set, fold, round]);
    let known = said.get(place);
    if (known === undefined) {
      const { experiment: { dataset, datasets, streams, stages }, catalog } = await composer.open(trialRequest(folder, base, trial));
      const holdsOut = stages.some(({ kind, ...options }) => catalog.get('stage', kind).choosesByValidation?.(options) ?? false);
      known = { text: canonicalJson([dataset ?? null, datasets ?? null, holdsOut]), seed: streams.data };
      said.set(place, known);
    }
    return `${known.text} ${known.seed ?? trial.seed}`;
  };
  const sizesOf = async (trial: PlannedTrial): Promise<Sizes> => {
    const key = await keyOf(trial);
    const known = read.get(key);
    if (known !== undefined) return known;
    const { inputs, outputs, sets } = await composer.data(trialRequest(folder, base, trial));
    const sizes = { inputs: inputs.length, outputs: outputs.length, mayDiffer: [...sets.values()].some(({ original: { encoding } }) => encoding !== undefined && isMadeOfRows(encoding)) };
    read.set(key, sizes);
    return sizes;
  };
  const refused = (trial: PlannedTrial, more?: string) => (error: unknown): never => { throw isKnotworkError(error) ? badTrial(wordsOf(trial), error, more) : error; };
  const composed = new Map<string, Sizes>();
  for (const trial of first) if (!composed.has(placeOf(plan, trial))) composed.set(placeOf(plan, trial), await sizesOf(trial).catch(refused(trial)));
  for (const trial of plan.trials) {
    const wanted = composed.get(placeOf(plan, trial));
    if (wanted?.mayDiffer !== true || folder.isDone(trial.id)) continue;
    const { inputs, outputs } = await sizesOf(trial).catch(refused(trial));
    if (inputs !== wanted.inputs || outputs !== wanted.outputs) await composer.compose({ ...trialRequest(folder, base, trial), again: true }).catch(refused(trial, otherInputs(wanted.inputs, plan)));
  }
}

const placeOf = (plan: StudyPlan, trial: PlannedTrial): string => JSON.stringify([trial.arm, trial.variant, trial.set, ownData(plan, trial)]);

const wordsOf = ({ arm, variant, set, seed, fold }: PlannedTrial): string =>
  `arm "${arm}"${variant === undefined ? '' : ` with ${variant}`} on the set "${set}" with seed ${seed}${fold === undefined ? '' : `, fold ${fold}`}`;

/** Why the same file has others elsewhere, and what makes them the same: widths that fit this trial fit no other. */
const otherInputs = (inputs: number, { seeds }: StudyPlan): string =>
  `With seed ${seeds[0]!} there are ${inputs} inputs: few rows have some category or gap, and not all seeds train on them. In a table, levels: all gives inputs to those of all rows, with any seed.`;

/** Whether inputs are made of what rows have: levels of categories, and gaps. What is written otherwise may be anything. */
function isMadeOfRows({ missing, columns }: Readonly<Record<string, unknown>>): boolean {
  return !Array.isArray(columns) || missing === 'mean' || columns.some((column: { readonly levels?: unknown; readonly indicator?: unknown }) => column.levels !== undefined || column.indicator !== undefined);
}
