import { confusionMatrix, numberText, predictedAgainstActual, residuals } from '@knotwork/pictures';
import { figureOf, metricName, SPLITS } from '../facts/figure.js';
import { isLossStandardized, isOfClasses } from '../facts/loss-units.js';
import { confusionOf, predictedOf } from '../facts/predicted.js';
import { besideOf } from '../facts/verdict.js';
import { type Content, markup, type Markup, trusted } from './markup.js';
import { figure as framed, type Section } from './sections.js';
import type { ReportRequest } from '../report-request.js';
import { table } from './table.js';

/** Outputs that have charts. */
const MOST_OUTPUTS = 6;

/** What each of several targets is told by. */
const TOLD = ['rmse', 'r2'] as const;

/** What the metrics are of, and in what units. @param targets how many, where there are several */
function metricsCaption(targets: number, of: Pick<ReportRequest, 'contents' | 'model'>): string {
  if (isOfClasses(of)) return 'Metrics';
  return `Metrics ${targets > 0 ? `over all ${targets} targets together, in their units` : 'in the units of the target'}${isLossStandardized(of) ? '; the loss is in standardized units' : ''}`;
}

/** How well the network predicts. */
export function predictionSection({ contents, model }: ReportRequest): Section | null {
  const metrics = contents.result?.metrics ?? null;
  const predicted = predictedOf(contents);
  const confusion = confusionOf(contents);
  if (metrics === null && predicted.length === 0 && confusion === null) return null;
  const splits = SPLITS.filter((split) => metrics?.[split] !== null && metrics?.[split] !== undefined);
  const keys = Object.keys(metrics?.train ?? {});
  const numbers = (values: readonly unknown[]): Content[] => values.map((value) => (typeof value === 'number' ? numberText(value, 4) : '-'));
  const beside = besideOf(contents);
  const figure = figureOf(metrics);
  const sets = Object.entries(contents.result?.dataSets ?? {});
  const targets = Object.entries(contents.result?.targets ?? {});
  return {
    id: 'predictions', title: 'How well it predicts', content: markup`<div class="charts">
<div>${metrics !== null && table(metricsCaption(targets.length, { contents, model }), [{ title: 'metric' }, ...splits.map((title) => ({ title, isNumber: true }))],
    keys.map((key) => [metricName(key), ...numbers(splits.map((split) => metrics[split]?.[key]))]))}</div>
<div>${beside !== null && table(`Beside the simplest models, on ${beside.on} rows`, [{ title: 'model' }, { title: beside.figure, isNumber: true }, { title: `${beside.error}, as a share of the constant's`, isNumber: true }],
    beside.models.map(({ name, value, share }) => [name, value === null ? '-' : numberText(value), `${numberText(100 * share)} %`]))}</div>
</div>
${targets.length > 0 && table('Of each target: RMSE in its own unit, and R2', [{ title: 'target' }, ...TOLD.flatMap((key) => splits.map((split) => ({ title: `${metricName(key)}, ${split}`, isNumber: true })))],
    targets.map(([name, of]) => [name, ...numbers(TOLD.flatMap((key) => splits.map((split) => of[split]?.[key])))]))}${sets.length > 0 && table(`${figure.name} of every data set`, [{ title: 'data set' }, ...splits.map((title) => ({ title, isNumber: true }))],
    sets.map(([name, of]) => [name, ...numbers(splits.map((split) => of[split]?.[figure.key]))]))}${confusion !== null && framed(trusted(confusionMatrix(confusion, { id: 'confusion', standalone: false })), `Of the ${confusion.rows} that were kept.`, true, 'Confusion matrix')}
${predicted.slice(0, MOST_OUTPUTS).map((predictions, o): Markup => markup`${predicted.length > 1 && markup`<h3>${predictions.output}</h3>
`}<div class="charts">
${framed(trusted(predictedAgainstActual(predictions, { id: `predicted-${o}`, standalone: false })))}
${framed(trusted(residuals(predictions, { id: `residuals-${o}`, standalone: false })))}
</div>
`)}${predicted.length > MOST_OUTPUTS && markup`<p class="quiet">Charts of the first ${MOST_OUTPUTS} of ${predicted.length} outputs.</p>`}`,
  };
}
