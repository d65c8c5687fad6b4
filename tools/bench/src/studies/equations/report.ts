import { mcNemar, shareInterval } from '@knotwork/statistics';
import { grouped } from '../../lib/grouped.js';
import { table } from '../../lib/table.js';
import type { TimeKind } from './methods.js';
import type { RunRecord } from './records.js';

/**
 * A table of methods by set, noise and irrelevant inputs, and of pairs of methods.
 *
 * The unit is the problem: its share is that of its seeds that recovered it, and a problem counts as recovered where more than half of them did. Intervals are of that count.
 * Seconds are medians, of what the limit counts. Two methods are compared on problems that both have all the same seeds of: one wins a problem that it recovered for more seeds.
 */
export function equationsReport(records: readonly RunRecord[]): string[] {
  return [...shares(records), '', ...pairs(records)];
}

const conditionOf = ({ half, set, noise, irrelevant, limit, time }: RunRecord): string => JSON.stringify([half, set, noise, irrelevant, limitText(limit, time)]);
const limitText = (limit: number, time: TimeKind): string => `${limit} s${time === 'clock' ? '' : ` of ${time} time`}`;

function shares(records: readonly RunRecord[]): string[] {
  const rows = [...grouped(records, (record) => JSON.stringify([conditionOf(record), record.method]))].map(([key, runs]) => {
    const [condition, method] = JSON.parse(key) as [string, string];
    const problems = [...grouped(runs, ({ problem }) => problem).values()].map((of) => of.filter(({ verdict }) => verdict.recovered).length / of.length);
    const recovered = problems.filter((share) => share > 0.5).length;
    const { lower, upper } = shareInterval(recovered, problems.length);
    const count = (is: (run: RunRecord) => boolean): string => String(runs.filter(is).length);
    return [
      ...words(condition), method, String(runs.length), count(({ verdict }) => verdict.recovered), count(({ verdict }) => verdict.asWritten), count(({ failure }) => failure !== null),
      `${recovered} of ${problems.length}`, `${percent(lower)} to ${percent(upper)}`, middle(runs.map(({ time, seconds, processorSeconds }) => (time === 'clock' ? seconds : processorSeconds ?? NaN))).toFixed(1),
    ];
  });
  return table(['half', 'set', 'noise', 'irrelevant', 'limit', 'method', 'runs', 'recovered', 'as written', 'failed', 'problems', '95 %', 'seconds'], rows.sort(byText));
}

function pairs(records: readonly RunRecord[]): string[] {
  const rows: string[][] = [];
  // All sets together: the two columns of a Feynman equation would count it twice, and are two tests.
  for (const [condition, runs] of grouped(records, (record) => JSON.stringify([record.half, record.set === 'srsd' ? 'srsd' : 'all but srsd', record.noise, record.irrelevant, limitText(record.limit, record.time)]))) {
    const methods = [...new Set(runs.map(({ method }) => method))].sort();
    methods.forEach((a, at) => {
      for (const b of methods.slice(at + 1)) rows.push([...words(condition), a, b, ...compared(runs, a, b)]);
    });
  }
  return rows.length === 0 ? ['No two methods ran on the same problems.'] : table(['half', 'sets', 'noise', 'irrelevant', 'limit', 'a', 'b', 'problems', 'a more often', 'b more often', 'p'], rows.sort(byText));
}

/** Problems in common, those that a and b recovered for more seeds, and the probability of so uneven a split by chance. */
function compared(runs: readonly RunRecord[], a: string, b: string): string[] {
  let [common, forA, forB] = [0, 0, 0];
  for (const of of grouped(runs, ({ problem }) => problem).values()) {
    const seedsOf = (method: string): string => of.filter((run) => run.method === method).map(({ seed }) => seed).sort((x, y) => x - y).join();
    if (seedsOf(a) === '' || seedsOf(a) !== seedsOf(b)) continue;
    const recovered = (method: string): number => of.filter((run) => run.method === method && run.verdict.recovered).length;
    common++;
    if (recovered(a) > recovered(b)) forA++;
    if (recovered(b) > recovered(a)) forB++;
  }
  return [String(common), String(forA), String(forB), mcNemar(forA, forB).toPrecision(2)];
}

const words = (condition: string): string[] => (JSON.parse(condition) as (string | number)[]).map(String);
const percent = (share: number): string => `${Math.round(100 * share)} %`;
const byText = (a: readonly string[], b: readonly string[]): number => (a.join() < b.join() ? -1 : 1);

function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2;
}
