import { simulatePower } from '@knotwork/statistics';
import { optionsAlone, wholeNumber } from '../../lib/program.js';
import { progress } from '../../lib/progress.js';
import type { Study } from '../../lib/study.js';
import { bootstrapped, coverage, type Coverage, quick } from './coverage.js';
import { extendedAlarms, type FalseAlarms, falseAlarms } from './false-alarms.js';
import { alarmTable, coverageTable, powerTable, type PowerRow } from './report.js';
import { alikeLosses, heavy, normal } from './shapes.js';

const PAIRS = [6, 10, 20];
/** So much longer they take. */
const SLOWER = 10;
/** Of a bootstrap; fewer than in a study, which is what they cost. */
const RESAMPLES = 2000;

const HELP = `npm run -s bench -- statistics [--studies 20000]

What the statistics of studies do on simulated ones:

  coverage       how often intervals of level 95 % of the log ratio hold the true one, for normal and t3 log ratios and 6, 10, 20 pairs
  false alarms   how often a study of five arms against one baseline, all alike, calls one different, after Holm's method at 0.05; also where it is
                 extended from 10 to 15 and 20 pairs until it does
  power          how often a true ratio is seen

  --studies N   simulated studies for each row; a tenth of them for bootstraps, of 2000 resamples each, and for false alarms (20000)

Exit status: 0 intervals hold the truth in 93 to 97.5 %, false alarms are at most 6 %, and a ratio of 1.5 at deviation 0.3 is seen in 85 % with ten
pairs; 1 something of that is not so; 2 the command is wrong.
`;

/** Ratio, deviation, pairs, comparisons. */
const IMAGINED: readonly (readonly [number, number, number, number])[] = [[1.5, 0.3, 6, 1], [1.5, 0.3, 10, 1], [1.5, 0.3, 10, 6], [1.5, 0.3, 20, 6], [1.2, 0.3, 10, 1], [1.2, 0.3, 20, 1], [1.2, 0.3, 50, 1]];

export const study: Study = {
  help: HELP,
  async run(args) {
    const studies = wholeNumber('studies', optionsAlone(args, ['studies'])['studies'] ?? '20000', 10);
    const print = (lines: readonly string[]): void => { process.stdout.write(`${[...lines, ''].join('\n')}\n`); };
    const covered = coverages(studies);
    print(coverageTable(covered));
    const alarms = alarmsOf(Math.floor(studies / SLOWER));
    print(alarmTable(alarms));
    print(extensions(Math.floor(studies / SLOWER)));
    const powers = powersOf(studies);
    print(powerTable(powers));
    return isAsPromised(covered, alarms, powers) ? 0 : 1;
  },
};

function coverages(studies: number): Coverage[] {
  const tick = progress(2 * (PAIRS.length + 1));
  return [normal, heavy].flatMap((shape) => [
    ...PAIRS.flatMap((pairs) => { tick(); return coverage(quick, shape, pairs, studies); }),
    ...(tick(), coverage(bootstrapped(RESAMPLES), shape, 20, Math.floor(studies / SLOWER))),
  ]);
}

function alarmsOf(studies: number): FalseAlarms[] {
  return alikeLosses.flatMap((losses) => PAIRS.map((pairs) => falseAlarms(losses, pairs, studies)));
}

function extensions(studies: number): string[] {
  const looks = [10, 15, 20];
  const share = (isDivided: boolean): string => ((100 * extendedAlarms(alikeLosses[0]!, looks, isDivided, studies)) / studies).toFixed(1);
  return [`extended from ${looks.join(' to ')} pairs until an arm is called different, ${studies} studies: alarms ${share(false)} % with 0.05 at each look, ${share(true)} % with 0.05 / n at look n`];
}

function powersOf(studies: number): PowerRow[] {
  return [normal, heavy].flatMap((shape) => IMAGINED.filter((_, k) => shape === normal || k === 1).map(([ratio, deviation, pairs, comparisons]) => ({
    // t3 has the variance 3.
    ...simulatePower({ ratio, deviation: shape === heavy ? deviation / Math.sqrt(3) : deviation, pairs, comparisons, studies, draw: (stream) => shape.draw(stream) }),
    ratio, deviation, shape: shape.name, pairs, comparisons,
  })));
}

function isAsPromised(covered: readonly Coverage[], alarms: readonly FalseAlarms[], powers: readonly PowerRow[]): boolean {
  const holds = covered.every(({ held, studies }) => held / studies >= 0.93 && held / studies <= 0.975);
  const seen = powers.find(({ ratio, pairs, comparisons, shape }) => ratio === 1.5 && pairs === 10 && comparisons === 1 && shape === 'normal');
  return holds && alarms.every(({ alarms: count, studies }) => count / studies <= 0.06) && seen!.power >= 0.85;
}
