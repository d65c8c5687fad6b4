import { paretoFront, tradeOffPlot, type TradeOffPoint } from '@knotwork/pictures';
import type { SetLosses } from '@knotwork/statistics';
import type { StudyRecord } from '../run/study-record.js';
import { failedOf, floorOf, labels, lossOnRows, of } from './curves.js';
import { fileName, type StudyFigure } from './study-figure.js';
import { type ByPlace, quartiles, type TrialFacts } from './trial-facts.js';
import { type Datum, isByPowers, named, quantity, vegaLite } from './vega-lite.js';

/** What an arm may cost. */
const COSTS = {
  parameters: { what: 'effective parameters, median', of: ({ parameters }: TrialFacts) => parameters, caption: 'effective parameters' },
  seconds: { what: 'seconds of a trial, median', of: ({ seconds }: TrialFacts) => seconds, caption: 'seconds of a trial. Seconds are of the machine that ran it, and of what else that did' },
} as const;

/** What arms cost and what they come to on a data set; null where nobody knows what they cost. */
export function tradeOff(by: keyof typeof COSTS, { name: set, losses }: SetLosses, record: StudyRecord, byPlace: ByPlace): StudyFigure | null {
  const { plan, scales } = record;
  const { what, of: costOf, caption } = COSTS[by];
  const points = plan.arms.map(({ name }): TradeOffPoint => {
    const trials = byPlace.of(name, set);
    const { lower, middle, upper } = quartiles(losses[name]!.map((loss) => (loss === null ? Infinity : Math.max(loss, floorOf(scales, set)))));
    return { name, note: failedOf(trials), cost: quartiles(trials.map((facts) => costOf(facts) ?? NaN)).middle, value: middle, lower, upper };
  });
  if (points.every(({ cost }) => Number.isNaN(cost))) return null;
  const value = lossOnRows(record);
  const title = `Loss by ${by}${of(set, record)}`;
  const front = paretoFront(points);
  const data = points.map(({ name, cost, value: loss, lower, upper }, k): Datum => ({ arm: name, number: k + 1, cost, loss, lower, upper, front: front.includes(points[k]!) }));
  const color = named('arm', null, points.map(({ name }) => name));
  const [x, y] = [quantity('cost', what, isByPowers(data, 'cost')), isByPowers(data, 'loss', 'lower', 'upper')];
  return {
    ...labels(`pareto-${by}`, set, record, title),
    caption: `Median and quartiles of the ${value} over seeds, and ${caption}. Filled, and joined by the line: no other arm has both less loss and less cost (the Pareto front).`,
    draw: (standalone) => tradeOffPlot({ cost: what, value, points }, { id: fileName(`pareto-${by}`, set), title, standalone }),
    vegaLite: vegaLite(title, data, {
      width: 420, height: 300, encoding: { x, color },
      layer: [
        { transform: [{ filter: 'isValid(datum.lower) && isValid(datum.upper)' }], mark: 'rule', encoding: { y: quantity('lower', value, y), y2: { field: 'upper' } } },
        { mark: { type: 'point', size: 70, filled: true }, encoding: { y: quantity('loss', value, y) } },
        { transform: [{ filter: 'datum.front' }], mark: { type: 'line', interpolate: 'step-after', strokeDash: [5, 3] }, encoding: { y: quantity('loss', value, y), color: { value: '#586472' } } },
      ],
    }),
  };
}
