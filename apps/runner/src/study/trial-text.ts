import { placeOf, type StudyPlan } from '@knotwork/studies';

/** What a trial is called: what it is, and the name of its folder. */
export function trialText(id: string, plan: StudyPlan): string { return `${placeOf(plan.trials.find((trial) => trial.id === id)!, plan)} (${id})`; }
