import type { Task } from '@knotwork/plugin';
import { compared, type Compared, type Judgeable, lossOf, overCommon, ROUNDING, simplestWithin } from './paired.js';
import type { SimpleForm } from './simple-models.js';

/** A model that was judged on rows that it was not fitted to. */
export interface Judged extends Judgeable {
  /** Loss of every training row, as it is reported; not finite where a fit diverged. */
  readonly losses: Float64Array;
  /** RMSE of regression in the user's units, or accuracy, over all training rows. */
  readonly figure: number;
  /** The same with rows weighed, by which losses are compared; left out where they are not. */
  readonly weighedFigure?: number;
}
export interface JudgedNetwork extends Judged {
  readonly widths: readonly number[];
  readonly unknowns: number;
  /** The structure that it was made for, in words; left out of a network that the file names. */
  readonly structure?: string;
  /** Whether it is a law that leaves the rows noise alone, as far as they tell. */
  readonly isLaw?: true;
  /** Nats that describe all rows but those of the test by it, up to a constant that laws share which tell it. */
  readonly description?: number;
  /** Whether the file says of its layers what it does not say of the others'. */
  readonly hasOwnLayers?: true;
  /** Parts of the rows that it predicted, where these are not all: it lost the race after them, or all others did. */
  readonly parts?: number;
  readonly isOut?: boolean;
  /** Whether it lost the race since it says the same as one with fewer unknowns. */
  readonly isSame?: true;
}
export interface JudgedSimple extends Judged { readonly name: string; readonly form: SimpleForm }

/** What a comparison came to for one model; what is not finite is null. */
interface Line {
  readonly loss: number | null;
  readonly rmse?: number | null;
  readonly accuracy?: number | null;
  /** Of the loss, less that of the best network: its mean and its standard error over rows. */
  readonly difference: number | null;
  readonly standardError: number | null;
  /** Whether it is clearly worse than the best network, by the means or, of regression, by the signs of the differences; left out where it is not. */
  readonly isWorse?: true;
}

/** How widths were chosen: `choice` of result.json. */
export interface ChoiceReport {
  readonly folds: number;
  readonly rows: number;
  readonly networks: readonly (Line & { readonly widths: readonly number[]; readonly unknowns: number; readonly structure?: string; readonly isLaw?: true; readonly description?: number; readonly hasOwnLayers?: true; readonly parts?: number; readonly isSame?: true })[];
  /** Models that a network should be better than; one that would take too long is left out. */
  readonly simple: readonly (Line & { readonly name: string; readonly form: SimpleForm })[];
  /** Indices of the network with the least loss and of the one that is taken. */
  readonly best: number;
  readonly chosen: number;
  /** Whether a network is worth it: `yes`, `equal` to the best simple model, `no`, or `nothing` where no model is better than a constant. */
  readonly worth: 'yes' | 'equal' | 'no' | 'nothing';
  /** The same in a sentence. */
  readonly text: string;
  /** Whether a time budget ended a fit, so that nobody can repeat the choice. */
  readonly isStopped: boolean;
}

interface Models {
  readonly task: Task;
  readonly folds: number;
  readonly networks: readonly JudgedNetwork[];
  /** The simplest first; the first is the constant. */
  readonly simple: readonly JudgedSimple[];
  /** Of the rows, of mean 1. */
  readonly weights?: Float64Array;
  readonly isStopped: boolean;
}

/** Of the loss of the best simple model, a difference that nobody would take a network for, however many rows say that there is one. */
const SLIGHT = 0.01;
/** Of fewer rows signs tell nothing; what has a smaller share of the constant's error may have learned all the same. */
const [FEW_ROWS, FEW_ERROR] = [12, 0.5];

/**
 * Chooses the simplest network within one standard error of the best one, or a law that none is clearly better than, and says whether it is worth it.
 *
 * @returns null where every network diverged
 */
export function choiceReport({ task, folds, networks, simple, weights, isStopped }: Models): ChoiceReport | null {
  // Those that are left were judged on the same rows.
  const left = networks.flatMap(({ isOut }, k) => (isOut === true ? [] : [k]));
  const { losses: rows, weights: common } = overCommon(left.map((k) => networks[k]!), weights);
  const found = simplestWithin(left.map((k, i): Compared => ({ complexity: networks[k]!.unknowns, losses: rows[i]!, isLaw: networks[k]!.isLaw === true, ...(networks[k]!.description === undefined ? {} : { description: networks[k]!.description }) })), task, common, ROUNDING * lossOf(simple[0]!, weights));
  if (found.best < 0) return null;
  const [best, chosen] = [left[found.best]!, left[found.chosen]!];
  const line = (model: Judged): Line => {
    const { figure } = model;
    const { mean, standardError, clear } = compared(model, networks[best]!, task, weights);
    return { loss: finite(lossOf(model, weights)), [task === 'classification' ? 'accuracy' : 'rmse']: finite(figure), difference: finite(mean), standardError: finite(standardError), ...(clear === 1 ? { isWorse: true as const } : {}) };
  };
  return {
    folds, rows: rows[0]!.length,
    networks: networks.map((network) => ({
      widths: network.widths, ...(network.structure === undefined ? {} : { structure: network.structure }), ...(network.isLaw === true ? { isLaw: true as const } : {}), ...(network.description === undefined ? {} : { description: network.description }), ...(network.hasOwnLayers ? { hasOwnLayers: true as const } : {}), unknowns: network.unknowns, ...(network.parts === undefined ? {} : { parts: network.parts, ...(network.isSame === true ? { isSame: true as const } : {}) }), ...line(network),
    })),
    simple: simple.map((model) => ({ name: model.name, form: model.form, ...line(model) })),
    best, chosen, ...worthOf(task, networks[chosen]!, simple, weights), isStopped,
  };
}

/** The taken network beside the best simple model, and both beside the constant. */
function worthOf(task: Task, network: JudgedNetwork, simple: readonly JudgedSimple[], weights: Float64Array | undefined): Pick<ChoiceReport, 'worth' | 'text'> {
  const [constant, ...others] = simple;
  // What stands beside a comparison of losses must be of the same rows: with others, the network may have less loss and more error.
  const figureOf = ({ figure, weighedFigure = figure }: Judged): number => weighedFigure;
  const rmse = network.weighedFigure === undefined ? 'its RMSE' : 'its RMSE, with rows weighed,';
  const rival = simple.reduce((a, b) => (lossOf(b, weights) < lossOf(a, weights) ? b : a));
  // What holds for rows that it was not fitted to is no chance, however few they are.
  const isExact = (model: Judged): boolean => lossOf(model, weights) <= ROUNDING * lossOf(constant!, weights);
  if (isExact(network) && !isExact(rival)) return { worth: 'yes', text: `A network is worth it here: it leaves nothing but rounding, and ${rival.name}, the best simple model, an RMSE of ${ratio(figureOf(rival))}` };
  const beside = compared(constant!, network, task, weights);
  if (beside.clear !== 1 && others.every((model) => compared(constant!, model, task, weights).clear !== 1)) {
    if (task === 'regression' && beside.rows < FEW_ROWS && figureOf(network) < FEW_ERROR * figureOf(constant!)) return { worth: 'nothing', text: `${beside.rows} rows are too few to tell whether a network is worth it: ${rmse} is ${ratio(figureOf(network) / figureOf(constant!))} times that of the mean` };
    return { worth: 'nothing', text: `Nothing was learned: neither the network nor a simple model is clearly better than ${task === 'classification' ? 'the shares of the classes' : 'the mean'}` };
  }
  const { errors, rows, larger, clear, isBySigns } = compared(rival, network, task, weights);
  const said = task === 'classification' ? `accuracy${network.weighedFigure === undefined ? '' : ', with rows weighed,'} ${share(figureOf(network))} beside ${share(figureOf(rival))} of ${rival.name}, the best simple model`
    : `${rmse} is ${timesThat(figureOf(network) / figureOf(rival))} of ${rival.name}, the best simple model`;
  const how = isBySigns ? `its loss is smaller in ${larger} of ${rows} rows` : `${standardErrors(Math.abs(errors))} of the difference of the losses`;
  const apart = Math.abs(lossOf(network, weights) / lossOf(rival, weights) - 1);
  // Told by signs, a few rows may be nearly all of both losses.
  if (clear !== 0 && !isBySigns && apart < SLIGHT) return { worth: 'equal', text: `A network is as good as ${rival.name} here: ${said} (losses differ by ${ratio(100 * apart)} %)` };
  if (clear === 1) return { worth: 'yes', text: `A network is worth it here: ${said} (${how})` };
  if (clear === -1) return { worth: 'no', text: `A network is not worth it here: ${said} (${how})` };
  // Beside much less error "neither better nor worse" is no help.
  if (task === 'regression' && figureOf(network) < FEW_ERROR * figureOf(rival)) return { worth: 'equal', text: `A network seems to be worth it here, but the rows are too few, or too different, to be sure: ${said} (${how})` };
  return { worth: 'equal', text: `A network is neither clearly better nor clearly worse than ${rival.name} here: ${said} (${how})` };
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
const ratio = (value: number): string => String(Number(value.toPrecision(2)));
const standardErrors = (count: number): string => `${ratio(count)} standard ${ratio(count) === '1' ? 'error' : 'errors'}`;
const timesThat = (value: number): string => (ratio(value) === '1' ? 'as large as that' : `${ratio(value)} times that`);
const share = (value: number): string => String(Number(value.toPrecision(3)));
