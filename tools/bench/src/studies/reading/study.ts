import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runKnotwork, runProgram } from '../../lib/knotwork-command.js';
import { optionsAlone, UsageError, wholeNumber } from '../../lib/program.js';
import { progress } from '../../lib/progress.js';
import type { Study } from '../../lib/study.js';
import { readingReport, type Reading } from './report.js';
import { SIDES } from './tables.js';

const HELP = `npm run -s bench -- reading [--rows 1000000] [--columns 11] [--repeats 5]

How long it takes from the path of a table of numbers to standardized rows, and how much memory, by how the numbers are written:
CSV of numbers with six places, the same with quotes around one name, CSV of all digits of the same doubles, and an array of
NumPy. A table that is plain is read straight from its bytes; quotes leave it to the reader that understands all of CSV.

  --rows N     rows of the table (1000000)
  --columns N  columns, the last of which is the target; at least 2 (11)
  --repeats N  how often each is read, in turn, in a process of its own (5)

Reading is timed inside of the process; the peak is that of the whole process, with the program itself in it. The last column is the
whole command knotwork validate, and the last row the same for a table of ten rows: what remains is the start of the program.
`;

export const study: Study = {
  help: HELP,
  async run(args) {
    const options = optionsAlone(args, ['rows', 'columns', 'repeats']);
    const [rows, columns, repeats] = [wholeNumber('rows', options['rows'] ?? '1000000', 10), wholeNumber('columns', options['columns'] ?? '11', 2), wholeNumber('repeats', options['repeats'] ?? '5', 1)];
    const folder = mkdtempSync(join(tmpdir(), 'knotwork-bench-'));
    try {
      const sides = [...SIDES.map((side) => ({ ...side, rows })), { ...SIDES[0]!, name: 'csv of 10 rows', file: 'few.csv', rows: 10 }].map(({ name, file, write, rows: count }) => {
        write(join(folder, file), count, columns);
        writeFileSync(join(folder, `${file}.yaml`), JSON.stringify({ knotwork: 1, name: 'reading', dataset: { kind: 'table', path: file, target: `x${columns}` }, network: { widths: [columns - 1, 1] }, stages: ['fit'] }));
        return { name, experiment: join(folder, `${file}.yaml`), bytes: statSync(join(folder, file)).size, readings: [] as Reading[] };
      });
      const tick = progress(repeats * sides.length);
      for (let repeat = 0; repeat < repeats; repeat++) {
        for (const { experiment, readings } of sides) {
          readings.push(await readingOf(experiment));
          tick();
        }
      }
      for (const line of readingReport(sides)) process.stdout.write(`${line}\n`);
      return 0;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

const readOnce = join(dirname(fileURLToPath(import.meta.url)), 'read-once.js');

async function readingOf(experiment: string): Promise<Reading> {
  const { seconds, peak } = JSON.parse(said(await runProgram(process.execPath, [readOnce, experiment]))) as Pick<Reading, 'seconds' | 'peak'>;
  const from = performance.now();
  said(await runKnotwork(['validate', experiment]));
  return { seconds, peak, whole: (performance.now() - from) / 1000 };
}

/** @throws UsageError with what a process said that failed, such as that a table is too large */
function said({ status, stdout, stderr }: Awaited<ReturnType<typeof runProgram>>): string {
  if (status !== 0) throw new UsageError(stderr.trim().replace(/^knotwork: /, '') || `a process ended with status ${status}`);
  return stdout;
}
