import type { ChoiceReport } from '@knotwork/experiment';
import { digits, table } from './table.js';

/** Rounding is nothing. */
const visible = (value: number | null, loss: number | null): number | null => (value !== null && Math.abs(value) < 1e-9 * Math.abs(loss ?? 0) ? 0 : value);

/** Of a structure in words, what stands in a table. */
const MOST_LETTERS = 50;

/** A network by its widths; what was made for a structure, which has the edges that it needs and no others, by that in few words, and one of which the file says more has that. */
function nameOf({ widths, structure, hasOwnLayers }: ChoiceReport['networks'][number]): string {
  const name = `[${widths.join(', ')}]`;
  if (structure === undefined) return hasOwnLayers ? `${name}, own layers` : name;
  const words = structure.replace(/^the target is (in proportion to )?/, '');
  return `${name} (${words.length <= MOST_LETTERS ? words : `${words.slice(0, MOST_LETTERS - 3)}...`})`;
}

/** The networks and simple models that were compared, and which network is taken. */
export function choiceText({ networks, simple, best, chosen, folds, text }: ChoiceReport): string[] {
  const isClasses = networks[0]!.accuracy !== undefined;
  // Figures of fewer parts than those of the network that is taken are of other rows; differences are of the rows that both predicted.
  const partsOf = ({ parts = folds }: ChoiceReport['networks'][number]): number => parts;
  const isOut = (network: ChoiceReport['networks'][number]): boolean => partsOf(network) < partsOf(networks[chosen]!);
  const line = (name: string, unknowns: string, model: ChoiceReport['simple'][number] | ChoiceReport['networks'][number], remark: string, isBest = false): string[] =>
    [name, unknowns, ...('widths' in model && isOut(model) && model.loss !== null ? ['-', '-'] : [digits(isClasses ? model.accuracy : model.rmse), digits(model.loss)]), model.loss === null ? 'diverged' : isBest ? '' : `${digits(visible(model.difference, model.loss))} +- ${digits(visible(model.standardError, model.loss))}`, remark];
  const isSimplest = networks.every(({ unknowns }) => unknowns >= networks[chosen]!.unknowns);
  const { isLaw, description, difference, standardError } = networks[chosen]!;
  const isShortest = chosen !== best && description !== undefined && networks[best]!.description !== undefined;
  const isBeyond = isLaw === true && difference !== null && difference > standardError!;
  // Networks that leave more than noise are passed over, however simple and near they are.
  const hasNear = isLaw === true && networks.some((network) => network.unknowns < networks[chosen]!.unknowns && network.difference !== null && network.difference <= network.standardError!);
  const why = isShortest ? `the law that describes the rows, but for those of the test, in the fewest words; ${nameOf(networks[best]!)} is not clearly better`
    : isBeyond ? `which leaves noise alone, as far as the rows tell; ${nameOf(networks[best]!)} is not clearly better`
    : chosen !== best ? `the simplest within a standard error of the best, ${nameOf(networks[best]!)}`
    : isSimplest ? 'the best, and the simplest'
    : hasNear ? 'the best, which leaves noise alone, as far as the rows tell' : 'the best, and none simpler is within a standard error of it';
  const rows = [
    ...simple.map((model) => line(model.name, '', model, '')),
    ...networks.map((network, k) => line(nameOf(network), String(network.unknowns), network, k === chosen ? 'taken' : k === best ? 'best' : network.parts !== undefined ? `out after ${network.parts} of ${folds} parts${network.isSame === true ? ', the same as one with fewer unknowns' : ''}` : '', k === best)),
  ];
  return [
    `Compared by ${folds}-fold cross-validation:`,
    ...table([{ title: 'model', isText: true }, { title: 'unknowns' }, { title: isClasses ? 'accuracy' : 'RMSE' }, { title: 'loss' }, { title: 'more loss than the best network' }, { title: '', isText: true }], rows).map((row) => `  ${row}`),
    `Taken: ${nameOf(networks[chosen]!)}, ${why}.`,
    ...(networks[chosen]!.structure === undefined ? [] : [`In it, ${networks[chosen]!.structure}.`]),
    `${text}.`,
  ];
}
