import type { EquationConstant, FrontEntry, LeftOver, OutsideDomain } from '@knotwork/symbolic';
import type { ChoiceReport } from '../choice/choice-report.js';

/** What cautions are about: an equation of an output, or as much of it as a run of old kept. */
export interface CautionedEquation {
  readonly name: string;
  readonly text: string;
  readonly front?: readonly FrontEntry[];
  readonly error?: { readonly train: number | null; readonly validation: number | null } | undefined;
  readonly leftOver?: LeftOver | null;
  readonly constants?: readonly EquationConstant[];
  readonly outside?: readonly OutsideDomain[];
  /** Not null where rows are weighed: errors that are not may be larger than those of a network, which are by squares alone. */
  readonly noise?: { readonly power: number; readonly size: number } | null;
}

/** Probability of chance below which what is left of targets is told to be more than noise. */
const STRUCTURE = 1e-3;
/** A smaller one is told as this. */
const LEAST = 1e-12;

/** Times the error of the network that was taken by cross-validation, from which on an equation is told to have lost it. */
const LOST = 2;
/** Constants, and parts that have no value, at most that are named. */
const NAMED = 3;

/** Rows that the errors of the front of an equation are of, in words. */
export function judgingRows(error: CautionedEquation['error']): string {
  return error?.train === null || error === undefined ? 'what the network says' : error.validation === null ? 'training rows' : 'validation rows';
}

/** That rows are weighed, where what an equation leaves of them grows with its values; nothing elsewhere, and in runs of old. @param number words of a number */
export function weighedText({ name, noise }: { readonly name: string; readonly noise?: { readonly power: number; readonly size: number } | null }, number: (value: number) => string): string[] {
  if (noise === null || noise === undefined) return [];
  return [`what it leaves is in proportion to ${noise.power === 1 ? `${name}, ${number(100 * noise.size)} % of it` : `the root of ${name}, ${number(noise.size)} times it (counting leaves 1)`}: rows are weighed by that`];
}

/** Laws that describe rows by so many nats more than the one that was taken are told beside it: at twenty to one rows have decided. */
const DOUBT = 3;

/** What a comparison says of the network that was taken. */
export interface BesideOthers {
  /** Root mean square error on rows that it was not fitted to. */
  readonly error: number | null;
  /** Laws that describe the rows nearly as well, in words, with the odds of the one that was taken. */
  readonly rivals: readonly { readonly law: string; readonly odds: number }[];
}

/** How the network that was taken stands beside those that it was compared with; null where there was no comparison. */
export function besideOthers(choice: Pick<ChoiceReport, 'networks' | 'chosen'> | null | undefined): BesideOthers | null {
  const taken = choice?.networks[choice.chosen];
  if (taken === undefined) return null;
  const rivals = taken.description === undefined ? [] : choice!.networks.flatMap((network) => {
    const { description, structure, isSame, isWorse } = network;
    if (network === taken || description === undefined || structure === undefined || isSame === true || isWorse === true) return [];
    const nats = description - taken.description!;
    return nats <= DOUBT ? [{ law: structure.replace(/^the target is /, ''), odds: Math.exp(nats) }] : [];
  });
  return { error: taken.rmse ?? null, rivals };
}

/**
 * What readers of an equation should know before they believe it, a sentence each: that it has no value at some rows, that a simpler one is as near, that it leaves much more than the network that was compared, that rows do not tell its numbers, that they do not tell it from other laws, and that what it leaves is not noise alone.
 *
 * @param number words of a number, @param beside of the network that was taken, as `besideOthers` has it
 */
export function equationCautions({ name, text, front = [], error, leftOver = null, constants = [], outside = [], noise = null }: CautionedEquation, number: (value: number) => string, beside: BesideOthers | null = null): string[] {
  const { error: chosen = null, rivals = [] } = beside ?? {};
  const whole = front.at(-1);
  const simpler = whole?.text === text ? front.slice(0, -1).find((one) => one.error <= whole.error) : undefined;
  const own = error?.validation ?? error?.train ?? null;
  const loose = constants.filter(({ isExact, error: deviation, value }) => !isExact && deviation !== null && deviation >= Math.abs(value));
  return [
    ...outside.slice(0, NAMED).map(({ part, rows }) => `${part} is no number at ${rows} ${rows === 1 ? 'row' : 'rows'}: the equation has no value there`),
    ...(simpler === undefined ? [] : [`the one of ${simpler.complexity} ${simpler.complexity === 1 ? 'part' : 'parts'} leaves no more of ${judgingRows(error)} (${number(simpler.error)}) than the equation that was taken (${number(whole!.error)}), and is simpler`]),
    ...(chosen === null || own === null || noise !== null || !(own > LOST * chosen) ? [] : [`it leaves ${number(own / chosen)} times what the network left in the comparison (${number(chosen)}): something was lost on the way to an equation`]),
    ...(loose.length === 0 ? [] : [`rows hardly tell ${loose.slice(0, NAMED).map((c) => c.text).join(', ')}${loose.length > NAMED ? ` and ${loose.length - NAMED} more` : ''}: standard errors are as large as ${loose.length === 1 ? 'the number' : 'the numbers'}, so that a simpler formula may say as much`]),
    ...(rivals.length === 0 ? [] : [`rows hardly tell it from ${rivals.length === 1 ? 'another law' : 'other laws'}: ${rivals.map(({ law, odds }) => `${law} (odds ${number(odds)} to 1)`).join(', ')}`]),
    ...(leftOver === null || !(leftOver.p < STRUCTURE) ? [] : [`what is left of ${name} is not noise alone: it follows ${leftOver.along ?? (leftOver.together === true ? 'the inputs together' : `the values of ${name}`)} (p ${leftOver.p < LEAST ? `< ${LEAST}` : `= ${number(leftOver.p)}`})`]),
  ];
}
