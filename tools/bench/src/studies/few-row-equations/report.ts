import { median } from '@knotwork/numerics';
import { grouped } from '../../lib/grouped.js';
import { digits, table } from '../../lib/table.js';
import type { FewRowCase } from './cases.js';
import type { FewRowVerdict } from './verdict.js';

/** What came of one case and seed. */
export interface FewRowRun {
  readonly name: string;
  readonly seed: number;
  readonly of: FewRowCase;
  readonly text: string | null;
  /** The sentence in place of an equation. */
  readonly reason: string | null;
  /** Of the whole command, by the clock. */
  readonly seconds: number;
  /** Why the command failed. */
  readonly failure: string | null;
  /** All that stood on standard error. */
  readonly said: string;
  readonly verdict: FewRowVerdict;
}

/** A line for each group, one for each case, and every run that is not as it should be. */
export function fewRowReport(runs: readonly FewRowRun[]): string[] {
  return [
    ...table(['group', 'tables', ...COUNTED, 'seconds'], [...grouped(runs, ({ of }) => of.group)].map(([group, of]) => [group, String(of.length), ...counts(of), seconds(of)])), '',
    ...table(['case', ...COUNTED, 'of noise', 'of spread', 'constants', 'seconds'], [...grouped(runs, ({ name }) => name)].map(([name, of]) => [
      name, ...counts(of), ...(['ofNoise', 'ofSpread', 'constants'] as const).map((key) => medianOf(of.map(({ verdict }) => verdict[key]))), seconds(of),
    ])), '',
    ...runs.filter(isOdd).map(toldOf),
  ];
}

const COUNTED = ['right', 'wrong without a word', 'no equation', 'named', 'accused wrongly'];

/** @returns cells of the columns that are counted: also how many of the equations are wrong and have no caution, of a table of which nothing was named */
function counts(runs: readonly FewRowRun[]): string[] {
  const count = (is: (run: FewRowRun) => boolean): string => String(runs.filter(is).length);
  const toName = runs.filter(({ verdict }) => verdict.isNamed !== null);
  return [
    `${count(({ verdict }) => verdict.isRight)} of ${runs.length}`, count(isSilent), count(({ text }) => text === null),
    toName.length === 0 ? '' : `${toName.filter(({ verdict }) => verdict.isNamed === true).length} of ${toName.length}`, count(({ verdict }) => verdict.accused > 0),
  ];
}

const isSilent = ({ text, verdict: { isRight, isNamed, cautions } }: FewRowRun): boolean => !isRight && text !== null && cautions.length === 0 && isNamed !== true;
const isOdd = ({ failure, verdict }: FewRowRun): boolean => failure !== null || !verdict.isRight || verdict.isNamed === false || verdict.accused > 0 || isFar(verdict);
/** Times the noise: constants of the law's form by least squares are hardly so far off. */
const FAR = 3;
const isFar = ({ isRight, ofNoise }: FewRowVerdict): boolean => isRight && ofNoise !== null && ofNoise > FAR;
const seconds = (runs: readonly FewRowRun[]): string => median(runs.map((run) => run.seconds)).toFixed(1);

/** Of runs that have one. */
function medianOf(values: readonly (number | null)[]): string {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? '' : digits(median(known));
}

function toldOf({ name, seed, text, reason, failure, verdict }: FewRowRun): string {
  const { isRight, isNamed, accused, cautions, ofNoise } = verdict;
  const marks = [...(isRight ? [] : ['not right']), ...(isFar(verdict) ? [`${digits(ofNoise!)} times the noise off`] : []), ...(isNamed === false ? ['not named'] : []), ...(accused > 0 ? [`${accused} accused wrongly`] : []), ...(cautions.length > 0 ? ['with a caution'] : [])];
  return `${name}, seed ${seed} (${marks.join(', ')}): ${failure ?? text ?? reason ?? 'no equation'}`;
}
