import { rankPlot } from '@knotwork/pictures';
import { criticalDifferences, type SetLosses } from '@knotwork/statistics';
import type { StudyRecord } from '../run/study-record.js';
import { MOST, onlyFirst, type StudyFigure } from './study-figure.js';
import { type Datum, vegaLite } from './vega-lite.js';

/** Arms by their mean rank over data sets; null where sets are too few. @param all arms that there were before some were stopped by what they came to on these sets */
export function ranks({ plan, looks }: StudyRecord, sets: readonly SetLosses[], all: number): StudyFigure | null {
  const arms = plan.arms.map(({ name }) => name).slice(0, 2 * MOST.arms);
  const stopped = all - plan.arms.length;
  const found = criticalDifferences(sets, arms, plan.alpha / looks.length, stopped === 0 ? 0 : pairsOf(all) - pairsOf(plan.arms.length));
  if (found.refused !== null) return null;
  const title = 'Mean ranks over data sets';
  const data = found.arms.map(({ name, rank }): Datum => ({ arm: name, rank }));
  const bars = found.groups.map((group, k): Datum => {
    const own = found.arms.filter(({ name }) => group.includes(name)).map(({ rank }) => rank);
    return { group: k + 1, from: Math.min(...own), to: Math.max(...own) };
  });
  return {
    name: 'critical-differences', set: null, title,
    caption: `Mean rank of every arm over ${found.sets} data sets, 1 the best, seeds averaged first. A bar joins arms that are not told apart by signed-rank tests of all ${found.pairs.length} pairs${stopped === 0 ? '' : `, of ${pairsOf(all)} with the arms that were stopped,`} with Holm's method at ${Number((plan.alpha / looks.length).toPrecision(3))}; these pairs were not named before, and say less than the comparisons do.${
      onlyFirst(2 * MOST.arms, plan.arms.length, 'arms')}`,
    draw: (standalone) => rankPlot({ ranked: found.arms, groups: found.groups }, { id: 'critical-differences', title, standalone }),
    vegaLite: vegaLite(title, data, {
      vconcat: [
        { width: 420, height: { step: 18 }, mark: { type: 'point', filled: true, size: 60 }, encoding: { x: { field: 'rank', type: 'quantitative', scale: { domain: [1, Math.max(2, found.arms.length)] }, title: 'mean rank', axis: { tickMinStep: 1 } }, y: { field: 'arm', type: 'nominal', sort: data.map(({ arm }) => arm), title: null } } },
        { width: 420, height: { step: 10 }, data: { values: bars }, mark: { type: 'rule', strokeWidth: 4 }, encoding: { x: { field: 'from', type: 'quantitative', scale: { domain: [1, Math.max(2, found.arms.length)] }, title: 'not told apart', axis: { tickMinStep: 1 } }, x2: { field: 'to' }, y: { field: 'group', type: 'nominal', axis: null } } },
      ],
    }),
  };
}

const pairsOf = (arms: number): number => arms * (arms - 1) / 2;
