import { coverageText } from '@knotwork/experiment/texts';
import type { RunContents } from '../contents/run-contents.js';
import { figureOf, headline, metricName, ROWS } from './figure.js';
import { rowsOf } from './kept.js';

/** Writes a number for its readers. */
export type NumberWords = (value: number) => string;

/** Errors over several outputs, each in units of its spread. */
const STANDARDIZED = 'standardized error';

/** A model that a network is held against. */
export interface Rival {
  readonly name: string;
  /** Its error as a share of that of the constant. */
  readonly share: number;
  /** In the user's units, or of all rows; null where that is not known. */
  readonly value: number | null;
}

/** A network beside a constant and a line; null where the run did not compare them. */
export interface Beside {
  readonly on: 'test' | 'validation';
  /** What `value` is, and what `share` is of. */
  readonly figure: string;
  readonly error: string;
  /** Whether rows are weighed in shares. Values count rows alike, and are not known of the others then. */
  readonly isWeighed: boolean;
  readonly models: readonly Rival[];
}

export function besideOf({ result, network }: RunContents): Beside | null {
  const { simple, metrics } = result ?? {};
  if (simple === undefined || simple === null || typeof simple.network !== 'number') return null;
  const { on, isWeighed = false } = simple;
  const weighed = isWeighed ? ' with rows weighed' : '';
  if (simple.mostCommon !== undefined) {
    return {
      on, figure: 'accuracy', error: `wrong classes${weighed}`, isWeighed, models: [
        { name: 'the network', share: simple.network, value: metrics?.[on]?.['accuracy'] ?? null }, { name: 'the most common class', share: 1, value: simple.mostCommon },
      ],
    };
  }
  const own = metrics?.[on]?.['rmse'] ?? null;
  // Of several outputs, shares are of standardized units: else the output with the largest numbers would have all the say.
  const unit = own !== null && !isWeighed && network?.outputs.length === 1 && simple.network > 0 ? own / simple.network : null;
  const inUnits = (share: number): number | null => (unit === null ? null : share * unit);
  return {
    on, figure: 'RMSE', error: `${(network?.outputs.length ?? 1) > 1 ? STANDARDIZED : 'error'}${weighed}`, isWeighed, models: [
      { name: 'the network', share: simple.network, value: own }, ...(typeof simple.line === 'number' ? [{ name: 'a line', share: simple.line, value: inUnits(simple.line) }] : []),
      { name: 'a constant', share: 1, value: inUnits(1) },
    ],
  };
}

/** How good the network is, in sentences, first what counts most; none where nothing was measured. */
export function verdict(contents: RunContents, words: NumberWords): readonly string[] {
  const { result, evaluation } = contents;
  const metrics = result?.metrics ?? null;
  if (metrics === null) return [];
  const { split, value } = headline(metrics);
  if (value === null) return [];
  const figure = figureOf(metrics);
  const rows = rowsOf(evaluation, split);
  const where = `the ${rows === null ? '' : `${rows} `}${ROWS[split]}`;
  const targets = targetsOf(contents);
  const first = figure.key === 'accuracy' ? `${words(100 * value)} % of ${where} are classified right`
    : `${metricName(figure.key)} ${words(value)}${targets === null ? '' : ` ${targets}`} on ${where}`;
  const only = split === 'train' ? ['No row was kept aside: what the network does on new ones is not known'] : [];
  return [first, ...only, ...against(contents, words), ...coverage(contents, words)].map((sentence) => `${sentence}.`);
}

function targetsOf({ network }: RunContents): string | null {
  if (network === null) return null;
  const { outputs } = network;
  return outputs.length === 1 ? `of ${outputs[0]}` : outputs.length <= 3 ? `over ${outputs.join(', ')} together` : `over all ${outputs.length} targets together`;
}

function against(contents: RunContents, words: NumberWords): string[] {
  const beside = besideOf(contents);
  if (beside === null) return [];
  const [own, ...others] = beside.models;
  const percent = percentIn(words);
  const loss = contents.result?.simple?.loss;
  if (beside.figure === 'accuracy') return [`The most common class alone: ${words(100 * others[0]!.value!)} %`, ...(loss === undefined ? [] : [`The loss is ${words(loss.network)}, that of the shares of the classes ${words(loss.shares)}`])];
  const line = others.find(({ name }) => name === 'a line');
  const isOfSeveral = beside.error.startsWith(STANDARDIZED);
  const what = beside.isWeighed ? isOfSeveral ? 'With rows weighed, and each in units of its spread, the error' : 'With rows weighed, the error' : isOfSeveral ? 'Each in units of its spread, the error' : 'That';
  return [`${what} is ${percent(own!.share)} of ${what === 'That' ? 'the error' : 'that'} of a constant${line === undefined ? '' : `; a line has ${percent(line.share)}`}`];
}

const percentIn = (words: NumberWords) => (share: number): string => `${words(100 * share)} %`;

function coverage({ result }: RunContents, words: NumberWords): string[] {
  const known = result?.stages?.at(-1)?.smoothing?.coverage ?? null;
  return known === null ? [] : [`Intervals ${coverageText(known, { level: percentIn(words)(known.level), share: percentIn(words), number: words })}`];
}
