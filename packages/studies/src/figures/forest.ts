import { forestPlot, numberText } from '@knotwork/pictures';
import type { JudgedComparison } from '@knotwork/statistics';
import { ofJudge } from '../plan/judge-words.js';
import type { Verdict } from '../verdict/verdict.js';
import { fileName, type StudyFigure } from './study-figure.js';
import { type Datum, named, quantity, vegaLite } from './vega-lite.js';

/** Rows of one figure; of more, every data set has its own. */
const MOST_ROWS = 48;
/** The second question among the data sets. */
const LIKE_THESE = 'data sets like these';

interface Group { readonly name: string; readonly comparisons: readonly JudgedComparison[] }

/** Comparisons with their intervals: in one figure, or where they are many in one for each data set. */
export function forests(verdict: Verdict): StudyFigure[] {
  const { sets, setsLikeThese } = verdict;
  const groups: Group[] = [...sets.map(({ set, comparisons }) => ({ name: set, comparisons })), ...(setsLikeThese.refused === null ? [{ name: LIKE_THESE, comparisons: setsLikeThese.comparisons }] : [])];
  const rows = groups.reduce((sum, { comparisons }) => sum + comparisons.length, 0);
  return rows <= MOST_ROWS ? [forest(verdict, null, groups)] : groups.map((group) => forest(verdict, group.name, [group]));
}

function forest({ loss, on, alpha }: Verdict, set: string | null, groups: readonly Group[]): StudyFigure {
  const all = groups.flatMap(({ comparisons }) => comparisons);
  const baselines = new Set(all.map(({ baseline }) => baseline));
  const [only] = baselines.size === 1 ? [...baselines] : [undefined];
  const value = `ratio of ${loss.replace(' - ', ' − ')} ${ofJudge(on)}${only === undefined ? '' : ` to that of ${only}`}`;
  const title = `Comparisons${set === null ? '' : ` on ${set}`}`;
  const labelOf = ({ name, arm, baseline }: JudgedComparison): string => (only !== undefined && name === `${arm} / ${baseline}` ? arm : name);
  const data = groups.flatMap(({ name, comparisons }) => comparisons.map((comparison): Datum => ({
    set: name, comparison: labelOf(comparison), ratio: comparison.ratio, lower: comparison.interval?.lower ?? null, upper: comparison.interval?.upper ?? null, p: comparison.adjustedP, shown: comparison.isSignificant,
  })));
  return {
    name: fileName('forest', ...(set === null ? [] : [set])), set: set === LIKE_THESE ? null : set, title,
    caption: `${value[0]!.toUpperCase()}${value.slice(1)}: estimate of Hodges and Lehmann with the interval of the exact signed-rank test at 95 %, where there are six pairs, and p after Holm. Filled: p is at most ${Number(alpha.toPrecision(3))}. An arrow goes on beyond the plot; failures make ratios infinite.`,
    draw: (standalone) => forestPlot({
      value, note: 'p', sides: ['better', 'worse'],
      groups: groups.map(({ name, comparisons }) => ({
        ...(groups.length === 1 && set === null ? {} : { name }),
        rows: comparisons.map((comparison) => ({ name: labelOf(comparison), ratio: comparison.ratio, interval: comparison.interval, isClear: comparison.isSignificant, note: comparison.adjustedP < 0.001 ? '< 0.001' : numberText(comparison.adjustedP) })),
      })),
    }, { id: fileName('forest', ...(set === null ? [] : [set])), title, standalone }),
    vegaLite: vegaLite(title, data, {
      facet: { row: named('set', null, groups.map(({ name }) => name)) },
      spec: {
        width: 360, height: { step: 20 }, encoding: { y: named('comparison', null, all.map(labelOf)) },
        layer: [
          { mark: 'rule', encoding: { x: quantity('lower', value, true), x2: { field: 'upper' } } }, { mark: { type: 'point', size: 60, filled: true }, encoding: { x: quantity('ratio', value, true), fillOpacity: { condition: { test: 'datum.shown', value: 1 }, value: 0 }, stroke: { value: '#1b5ea8' } } },
          { mark: { type: 'rule', strokeDash: [4, 3] }, encoding: { x: { datum: 1 }, y: null } },
        ],
      },
    }),
  };
}
