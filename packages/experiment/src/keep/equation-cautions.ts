import type { FrontEntry, LeftOver } from '@knotwork/symbolic';

/** What cautions are about: an equation of an output, or as much of it as a run of old kept. */
export interface CautionedEquation {
  readonly name: string;
  readonly text: string;
  readonly front?: readonly FrontEntry[];
  readonly error?: { readonly train: number | null; readonly validation: number | null } | undefined;
  readonly leftOver?: LeftOver | null;
}

/** Probability of chance below which what is left of targets is told to be more than noise. */
const STRUCTURE = 1e-3;
/** A smaller one is told as this. */
const LEAST = 1e-12;

/** Rows that the errors of the front of an equation are of, in words. */
export function judgingRows(error: CautionedEquation['error']): string {
  return error?.train === null || error === undefined ? 'what the network says' : error.validation === null ? 'training rows' : 'validation rows';
}

/** What readers of an equation should know before they believe it: that a simpler one is as near, and that what it leaves is not noise alone; a sentence each. @param number words of a number */
export function equationCautions({ name, text, front = [], error, leftOver = null }: CautionedEquation, number: (value: number) => string): string[] {
  const whole = front.at(-1);
  const simpler = whole?.text === text ? front.slice(0, -1).find((one) => one.error <= whole.error) : undefined;
  return [
    ...(simpler === undefined ? [] : [`the one of ${simpler.complexity} ${simpler.complexity === 1 ? 'part' : 'parts'} leaves no more of ${judgingRows(error)} (${number(simpler.error)}) than the equation that was taken (${number(whole!.error)}), and is simpler`]),
    ...(leftOver === null || !(leftOver.p < STRUCTURE) ? [] : [`what is left of ${name} is not noise alone: it follows ${leftOver.along ?? `the values of ${name}`} (p ${leftOver.p < LEAST ? `< ${LEAST}` : `= ${number(leftOver.p)}`})`]),
  ];
}
