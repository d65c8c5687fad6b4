import type { RandomStream } from '@knotwork/numerics';
import { shareInterval } from '@knotwork/statistics';
import { optionsAlone, wholeNumber } from '../../lib/program.js';
import type { Study } from '../../lib/study.js';
import { table } from '../../lib/table.js';
import { alikeLosses, heavy, type Losses, normal, type Shape, skewed } from '../statistics/shapes.js';
import { type FalseWinners, falseWinners, type FalseWinnersOfSets, falseWinnersOfSets } from './false-winners.js';
import { type HalvingPower, type Kept, keptBy, powerOfHalving } from './power-of-halving.js';
import { type Design, planned } from './simulated-study.js';

const HELP = `npm run -s bench -- halving [--studies 2000]

What studies do that stop arms in rounds (docs/studies.md), on losses that are drawn, and judged as those of a study are. Eight arms and a baseline:

  false winners   all are alike, rounds of 2, 2 and 4 seeds leave one arm, which is compared on 10 fresh seeds: how often it is declared different, how
                  often where seeds of rounds are tested, too, and how often where they alone are; then the same of the question about data sets like these,
                  on 12 sets with 2 seeds each, where Holm's method counts all eight arms, and where it counts the one that is left
  kept            one arm is better by 1.3, the log ratio of two arms has the deviation 0.3, or so that one tenth of trials is stuck or failed: how often
                  it is left, stopped by mean ranks as studies do it, and by geometric means alone
  power           how often it is seen, beside a study of all arms that has as many trials

  --studies N     simulated studies for each row (2000); a tenth of them for power

Exit status: 0 no more than 6 % of studies declare a false winner, for either question; 1 more do; 2 the command is wrong.
`;

const ARMS = 8;
/** Rounds that leave one of eight arms, or two. */
const [TO_ONE, TO_TWO] = [[2, 2, 4], [2, 4]];
const OF_SETS: Design = { arms: ARMS, rounds: [1, 1, 1], seeds: 2, sets: 12 };
/** Studies of about 81 trials. */
const POWERED: readonly Design[] = [{ arms: ARMS, rounds: [], seeds: 9 }, { arms: ARMS, rounds: TO_TWO, seeds: 16 }, { arms: ARMS, rounds: TO_ONE, seeds: 24 }];
/** Ratio, deviation, log losses. */
const IMAGINED: readonly (readonly [number, number, Shape])[] = [[1.3, 0.3, normal], [1.5, 0.3, normal], [1.5, 0.3 / Math.sqrt(3), heavy]];
/** Deviation of the logarithm of a loss, where that of the ratio of two is 0.3. */
const SPREAD = 0.3 / Math.SQRT2;
const spread = (draw: Shape['draw']) => (stream: RandomStream): number => Math.exp(SPREAD * draw(stream));
const KEPT: readonly Losses[] = [
  ...[normal, heavy, skewed].map(({ name, draw }) => ({ name, draw: spread((stream) => draw(stream) / (name === heavy.name ? Math.sqrt(3) : 1)) })),
  { name: '10 % stuck', draw: (stream) => (stream.next() < 0.1 ? 8000 : 1) * spread((s) => normal.draw(s))(stream) },
  { name: '10 % failed', draw: (stream) => (stream.next() < 0.1 ? null : spread((s) => normal.draw(s))(stream)) },
];
const BETTER = 1.3;
/** So much longer power takes, where intervals are bootstrapped. */
const SLOWER = 10;
const MOST_ALARMS = 0.06;

export const study: Study = {
  help: HELP,
  async run(args) {
    const studies = wholeNumber('studies', optionsAlone(args, ['studies'])['studies'] ?? '2000', 10);
    const print = (lines: readonly string[]): void => { process.stdout.write(`${[...lines, ''].join('\n')}\n`); };
    const plan = await planned({ arms: ARMS, rounds: TO_ONE, seeds: 10 });
    const winners = alikeLosses.map((losses) => falseWinners(plan, losses, studies));
    print(winnerTable(winners));
    const ofSets = falseWinnersOfSets(await planned(OF_SETS), studies);
    print(setTable(ofSets));
    const kept: KeptRow[] = [];
    for (const rounds of [TO_TWO, TO_ONE]) { const of = await planned({ arms: ARMS, rounds, seeds: 10 }); kept.push(...KEPT.map((losses) => ({ rounds, kept: keptBy(of, BETTER, losses, studies) }))); }
    print(keptTable(kept));
    const powers: PowerRow[] = [];
    for (const [ratio, deviation, shape] of IMAGINED) for (const design of POWERED) powers.push({ ratio, shape: shape.name, design, power: powerOfHalving(await planned(design), ratio, deviation, shape, Math.ceil(studies / SLOWER)) });
    print(powerTable(powers));
    return isAsPromised(winners, ofSets) ? 0 : 1;
  },
};

export function isAsPromised(winners: readonly FalseWinners[], ofSets: FalseWinnersOfSets): boolean {
  return winners.every(({ fresh, studies }) => fresh <= MOST_ALARMS * studies) && ofSets.all <= MOST_ALARMS * ofSets.studies;
}

const share = (count: number, of: number): string => {
  const { lower, upper } = shareInterval(count, of);
  const percent = (value: number): string => (100 * value).toFixed(1);
  return `${percent(count / of)} (${percent(lower)} to ${percent(upper)})`;
};

export function winnerTable(found: readonly FalseWinners[]): string[] {
  return table(['losses', 'studies', 'false winners on fresh seeds, %', 'on those of rounds, too, %', 'on those of rounds alone, %'], found.map(({ losses, studies, fresh, pooled, chosenOn }) => [losses, String(studies), ...[fresh, pooled, chosenOn].map((count) => share(count, studies))]));
}

export function setTable({ sets, studies, all, left }: FalseWinnersOfSets): string[] {
  return table(['data sets', 'studies', 'false winners, all arms counted, %', 'the one that is left counted, %'], [[String(sets), String(studies), share(all, studies), share(left, studies)]]);
}

/** A row of the table of arms that are left. */
export interface KeptRow { readonly rounds: readonly number[]; readonly kept: Kept }

export function keptTable(found: readonly KeptRow[]): string[] {
  return table(['rounds', 'losses', 'studies', 'left by ranks, %', 'left by geometric means, %'], found.map(({ rounds, kept: { losses, studies, byRanks, byMeans } }) => [rounds.join(' + '), losses, String(studies), share(byRanks, studies), share(byMeans, studies)]));
}

/** A row of the table of power. */
export interface PowerRow { readonly ratio: number; readonly shape: string; readonly design: Design; readonly power: HalvingPower }

export function powerTable(found: readonly PowerRow[]): string[] {
  return table(['ratio', 'log losses', 'rounds', 'compared', 'trials', 'studies', 'left, %', 'seen, %'], found.map(({ ratio, shape, design, power: { trials, studies, left, seen } }) => [
    String(ratio), shape, design.rounds.length === 0 ? 'none' : design.rounds.join(' + '), `${ARMS / 2 ** design.rounds.length} x ${design.seeds}`, String(trials), String(studies), share(left, studies), share(seen, studies),
  ]));
}
