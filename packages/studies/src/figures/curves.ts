import { type BandSeries, bandCurves } from '@knotwork/pictures';
import { FLOOR } from '@knotwork/statistics';
import { ofJudge } from '../plan/judge-words.js';
import { lossName } from '../plan/measured-loss.js';
import type { StudyFolder } from '../run/study-folder.js';
import type { StudyRecord } from '../run/study-record.js';
import { curveOfTrial, type TrialCurve, valueAfter } from './curve-of-trial.js';
import { fileName, MOST, onlyFirst, type StudyFigure } from './study-figure.js';
import { type ByPlace, quartiles, type TrialFacts } from './trial-facts.js';
import { type Datum, isByPowers, named, quantity, vegaLite } from './vega-lite.js';

/** Places along the steps at which curves are compared. */
const PLACES = 160;

/** Arms in the order in which figures have them: the baseline first. */
export function drawnArms({ plan }: StudyRecord): readonly string[] {
  return [plan.baseline, ...plan.arms.map(({ name }) => name).filter((name) => name !== plan.baseline)].slice(0, MOST.arms);
}

/** How many of some trials failed, in words; '' for none. */
export function failedOf(trials: readonly TrialFacts[]): string {
  const failed = trials.filter(({ reason }) => reason !== null).length;
  return failed === 0 ? '' : `${failed} of ${trials.length} failed`;
}

/** How the arms learned on a data set: median and quartiles of the best loss so far. Null where nobody wrote it down. */
export function convergence(folder: StudyFolder, record: StudyRecord, byPlace: ByPlace, set: string): StudyFigure | null {
  const arms = drawnArms(record).map((arm) => {
    const trials = byPlace.of(arm, set).slice(0, MOST.trials);
    return { arm, trials, curves: trials.map(({ trial, reason }) => ({ curve: curveOfTrial(folder.filesOf(trial.id)), isFailed: reason !== null })) };
  });
  const curves = arms.flatMap((one) => one.curves.map(({ curve }) => curve)).filter(({ steps }) => steps.length > 0);
  if (curves.length === 0) return null;
  const rows = curves.every(({ validation }) => !Number.isNaN(validation.at(-1))) ? 'validation' : 'training';
  const last = curves.reduce((most, { steps }) => Math.max(most, steps.at(-1)!), 0);
  const x = Array.from({ length: PLACES + 1 }, (_, k) => Math.round(k * last / PLACES)).filter((at, k, all) => at !== all[k - 1]);
  const series = arms.map(({ arm, trials, curves: own }): BandSeries => bandOf(arm, failedOf(trials), x, own, rows));
  const most = Math.max(...arms.map(({ trials }) => trials.length));
  const all = Math.max(...drawnArms(record).map((arm) => byPlace.of(arm, set).length));
  const [value, along] = [`best ${rows} loss so far`, 'steps of optimizers, all starts counted'];
  return {
    ...labels('convergence', set, record, `How the arms learned${of(set, record)}`),
    caption: `${value[0]!.toUpperCase()}${value.slice(1)}, as it was trained: median and quartiles over trials. A trial that ended keeps its value; one that failed lies above all, so that where more than half failed there is no line.${
      onlyFirst(MOST.arms, record.plan.arms.length, 'arms')}${onlyFirst(most, all, 'trials of an arm')}`,
    draw: (standalone) => bandCurves({ value, along, series }, { id: fileName('convergence', set), title: `How the arms learned${of(set, record)}`, standalone }),
    vegaLite: bandSpec(`How the arms learned${of(set, record)}`, series, { value, along, isByPowers: false }),
  };
}

function bandOf(name: string, note: string, x: readonly number[], curves: readonly { readonly curve: TrialCurve; readonly isFailed: boolean }[], rows: 'validation' | 'training'): BandSeries {
  const at = x.map((place) => quartiles(curves.map(({ curve, isFailed }) => (isFailed ? Infinity : valueAfter(curve.steps, curve[rows], place)))));
  return { name, note, x, middle: at.map(({ middle }) => middle), lower: at.map(({ lower }) => lower), upper: at.map(({ upper }) => upper) };
}

/** What the rungs of ladders came to on a data set, by parameters. Null where no arm climbed one. */
export function staircase(record: StudyRecord, byPlace: ByPlace, set: string): StudyFigure | null {
  const { plan, scales } = record;
  const arms = drawnArms(record).map((arm) => ({ arm, trials: byPlace.of(arm, set) })).filter(({ trials }) => trials.some(({ rungs }) => rungs.length > 0));
  if (arms.length === 0) return null;
  const series = arms.map(({ arm, trials }): BandSeries => {
    const climbed = trials.filter(({ rungs }) => rungs.length > 0);
    const count = Math.max(...climbed.map(({ rungs }) => rungs.length));
    // Few that went on are not what most would have come to.
    const levels = Array.from({ length: count }, (_, k) => climbed.filter(({ rungs }) => rungs[k] !== undefined)).filter((reached) => 2 * reached.length >= climbed.length);
    const x = levels.map((reached, k) => quartiles(reached.map(({ rungs }) => rungs[k]!.parameters)).middle);
    const at = levels.map((reached, k) => quartiles(reached.map(({ rungs, reason }) => (reason !== null ? Infinity : Math.max(rungs[k]!.loss, floorOf(scales, set))))));
    return { name: arm, note: failedOf(trials), x, middle: at.map(({ middle }) => middle), lower: at.map(({ lower }) => lower), upper: at.map(({ upper }) => upper) };
  });
  const [value, along] = [lossOnRows(record), 'effective parameters of the rung, median'];
  const title = `Rungs of ladders${of(set, record)}`;
  return {
    ...labels('staircase', set, record, title),
    caption: `${value[0]!.toUpperCase()}${value.slice(1)} at the end of every rung: median and quartiles over trials, as far as half of them climbed. Trials that failed lie above all.${onlyFirst(MOST.arms, plan.arms.length, 'arms')}`,
    draw: (standalone) => bandCurves({ value, along, series, isByPowers: true, hasDots: true }, { id: fileName('staircase', set), title, standalone }),
    vegaLite: bandSpec(title, series, { value, along, isByPowers: true }),
  };
}

/** What losses are called, and of which rows they are. */
export function lossOnRows({ plan: { metric }, loss }: StudyRecord): string { return `${lossName(loss, '−')} ${ofJudge(metric.on)}`; }

/** Losses below are rounding, as the statistics have it. */
export const floorOf = (scales: Readonly<Record<string, number>>, set: string): number => FLOOR * scales[set]!;

/** The name of a set behind a title, where there are several. */
export const of = (set: string, { plan }: StudyRecord): string => (plan.sets.length === 1 ? '' : ` on ${set}`);

export function labels(name: string, set: string, { plan }: StudyRecord, title: string): Pick<StudyFigure, 'name' | 'set' | 'title'> {
  return { name: fileName(name, ...(plan.sets.length === 1 ? [] : [set])), set, title };
}

function bandSpec(title: string, series: readonly BandSeries[], { value, along, isByPowers: isAlong }: { readonly value: string; readonly along: string; readonly isByPowers: boolean }): StudyFigure['vegaLite'] {
  const data = series.flatMap(({ name, x, middle, lower, upper }) => Array.from(x, (at, k): Datum => ({ arm: name, x: at, middle: middle[k]!, lower: lower[k]!, upper: upper[k]! })));
  const color = named('arm', null, series.map(({ name }) => name));
  const up = isByPowers(data, 'middle', 'lower', 'upper');
  const x = quantity('x', along, isAlong && isByPowers(data, 'x'));
  // What is infinite has no place: of a band its upper side is then left out with the lower one.
  return vegaLite(title, data, {
    width: 480, height: 300, encoding: { x, color },
    layer: [
      { transform: [{ filter: 'isValid(datum.lower) && isValid(datum.upper)' }], mark: { type: 'area', opacity: 0.2 }, encoding: { y: quantity('lower', value, up), y2: { field: 'upper' } } },
      { mark: { type: 'line', point: isAlong }, encoding: { y: quantity('middle', value, up) } },
    ],
  });
}
