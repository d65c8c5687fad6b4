import { type FailedMetrics, isEquation, lossesOfRows, type Measurement } from '@knotwork/experiment';
import { toNetworkUnits, unreadEdges } from '@knotwork/network';
import type { Rows, Samples } from '@knotwork/plugin';
import { type EquationData, type OutsideDomain, PrintedEquation } from '@knotwork/symbolic';
import type { DerivativesOf } from '../derivatives/derivative-names.js';
import { derivativeNames, type Derivatives, derivativesOf } from '../derivatives/derivatives-of-model.js';
import { equationFor } from '../equation-of-model.js';
import { noEquation, noOption } from '../errors-when-asked.js';
import type { Evaluated } from '../model.js';
import { isOptions } from '../model-rows.js';
import { networkData } from '../network-data.js';
import type { ModelParts } from '../symbolic.js';
import { noValues, notOptions, unknownSpeaker } from './errors.js';

/** What speaks for a model. */
export interface SpeakerOptions {
  /** `equation` is the printed one, with the numbers that stand in its text; left out, or `network`, it is what was trained. */
  readonly by?: 'network' | 'equation';
}

/** Rows at which an equation has no value. */
export interface WithoutValue {
  readonly rows: number;
  /** The innermost parts that have none, though what goes into them has; those of most rows first. */
  readonly parts: readonly OutsideDomain[];
}

const SPEAKERS: readonly unknown[] = ['network', 'equation'];

/** Whether the equation is to speak. @param of what is asked, in errors @throws KnotworkError `input` for other options */
export function isByEquation(of: string, options: SpeakerOptions): boolean {
  if (!isOptions(options)) throw notOptions(of, options);
  const stranger = Object.keys(options).find((key) => key !== 'by');
  if (stranger !== undefined) throw noOption(of, stranger, ['by']);
  const { by = 'network' } = options;
  if (!SPEAKERS.includes(by)) throw unknownSpeaker(by);
  return by === 'equation';
}

/** What reads texts is made once for every run. */
const made = new WeakMap<ModelParts['run'], Promise<PrintedEquation>>();

/** The equation as the run printed it; of a network whose run said none, as it is printed now. @throws KnotworkError `input` where there is none */
async function printedBy(parts: ModelParts): Promise<PrintedEquation> {
  const { run, run: { one, networks }, host: { place } } = parts;
  if (!isEquation(one)) throw noEquation(place, unreadEdges(one.structure).length, networks.length > 1);
  const known = made.get(run) ?? read(parts);
  made.set(run, known);
  return known;
}

async function read(parts: ModelParts): Promise<PrintedEquation> {
  return PrintedEquation.read((parts.run.result?.['formula'] ?? null) as EquationData | null ?? await equationFor(parts, {}));
}

/** What the equation makes of rows in the user's units; NaN where it has no value. */
export async function predictedByEquation(parts: ModelParts, rows: Samples): Promise<Samples> {
  const { values, ...shape } = (await printedBy(parts)).evaluate(rows);
  return { ...shape, values: values.map((v) => (Number.isFinite(v) ? v : NaN)) };
}

/** Where it has no value. */
export async function withoutValue(parts: ModelParts, rows: Samples): Promise<WithoutValue> {
  const printed = await printedBy(parts);
  return { rows: rows.count - wholeRows(printed.evaluate(rows)).length, parts: printed.outside(rows) };
}

/** Derivatives of the equation, named and checked as those of its network; NaN where it has no value. */
export async function derivativesByEquation(parts: ModelParts, rows: Samples, asked: DerivativesOf): Promise<Derivatives> {
  const derivatives = derivativesOf(parts, asked);
  const { values, ...shape } = (await printedBy(parts)).derivatives(rows, derivatives.map(({ inputs }) => inputs));
  const { values: said } = await predictedByEquation(parts, rows);
  return { ...shape, values: values.map((v, k) => (Number.isNaN(said[Math.floor(k / derivatives.length)]!) ? NaN : v)), names: derivativeNames(parts.model.outputs, derivatives) };
}

/** Metrics of the equation on the rows at which it has a value. @param measurementOf what measures on rows @throws KnotworkError `input` where it has none at any row */
export async function evaluatedByEquation(parts: ModelParts, rows: Rows, measurementOf: (rows: Rows) => Measurement): Promise<Evaluated> {
  const values = await predictedByEquation(parts, rows.inputs);
  const whole = wholeRows(values);
  if (whole.length === 0) throw noValues(parts.host.place, rows.inputs.count);
  const some = (of: Samples): Samples => chosen(of, whole);
  const predictions = some(values);
  const left: Rows = { inputs: some(rows.inputs), targets: some(rows.targets), ...(rows.weights === undefined ? {} : { weights: whole.map((n) => rows.weights![n]!) }) };
  const { run: { one: { network: { spec } } }, task, domains, objective } = parts;
  const { train } = networkData(spec, task, domains, { train: left });
  const losses = lossesOfRows(objective, toNetworkUnits(predictions, spec.outputs), train);
  const loss = losses.reduce((sum, one, n) => sum + (train.weights?.[n] ?? 1) * one, 0) / losses.length;
  const measurement = measurementOf(left);
  const failed: FailedMetrics = {};
  const metrics = { loss, ...measurement.evaluated(predictions, left.targets, failed) };
  const each = measurement.evaluatedByTarget(predictions, left.targets, failed);
  return { rows: whole.length, metrics, ...(each === null ? {} : { targets: each }), ...(failed.train === undefined ? {} : { failed: failed.train }) };
}

/** Numbers of the rows all of whose values are finite. */
function wholeRows({ count, width, values }: Samples): Float64Array {
  return Float64Array.from(Array.from({ length: count }, (_, n) => n).filter((n) => values.subarray(n * width, (n + 1) * width).every(Number.isFinite)));
}

function chosen({ width, values }: Samples, rows: Float64Array): Samples {
  const picked = new Float64Array(rows.length * width);
  rows.forEach((row, k) => { picked.set(values.subarray(row * width, (row + 1) * width), k * width); });
  return { count: rows.length, width, values: picked };
}
