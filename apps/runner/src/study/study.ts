import { join, relative } from 'node:path';
import { conductStudy, countOfTrials, FORMATS, headlineOf, inBrief, plainVerdict, type PreparedStudy, type Progress, type StudyFolder, type StudyPlan, tablesOf, verdictWords } from '@knotwork/studies';
import { standardPackages } from '@knotwork/standard';
import { FileComposer } from '@knotwork/workspace';
import { badWorkers, resolvedStudy } from '../errors.js';
import { EXIT } from '../exit-status.js';
import type { Output } from '../output.js';
import { waitingFor } from '../run-report.js';
import { Signalled } from '../signalled.js';
import { seconds } from '../table.js';
import { terminalOf, wrapped } from '../use/terminal.js';
import { MOST_WORKERS, prepareIn, studyToRun, workerArgs } from './study-file.js';
import { trialText } from './trial-text.js';

/** What the command takes. */
export interface StudyOptions { readonly out?: string; readonly workers?: string; readonly metric?: string; readonly mixedVersions?: boolean; readonly reuse?: string; readonly launcher?: string; readonly json?: boolean; readonly quiet?: boolean }

/** Checks a study file, every experiment of it and what is there of it already, and says what it would do. */
export async function validateStudy(path: string, values: readonly string[], options: { readonly resolved?: boolean }, cwd: string): Promise<void> {
  if (options.resolved === true) throw resolvedStudy();
  const { prepared } = await preparedStudy(path, values, {}, cwd);
  for (const line of [`${path} is valid.`, ...prepared.says]) process.stdout.write(`${line}\n`);
}

/** Begins a study, goes on with it or extends it, and prints its verdict. @returns the exit status */
export async function study(path: string, values: readonly string[], options: StudyOptions, output: Output, cwd: string): Promise<number> {
  const workers = workersOf(options.workers);
  const { prepared, folder } = await preparedStudy(path, values, options, cwd);
  const signalled = new Signalled();
  // Whoever reads these lines may end it already.
  for (const line of prepared.says) output.say(line);
  const lines = new ProgressLines(output, prepared.record.plan, prepared.done);
  const program = { module: process.argv[1]!, args: workerArgs(folder) };
  const where = relative(cwd, folder.path) || '.';
  const verdict = await conductStudy(prepared, folder, program, workers, signalled.signal, (progress) => { lines.tell(progress, where); });
  if (verdict === null) {
    process.stderr.write(`knotwork: interrupted with ${lines.done} of ${countOfTrials(prepared.record.plan)} trials done, in ${where}. The same command goes on.\n`);
    return signalled.status ?? EXIT.interrupted;
  }
  if (lines.copied > 0) output.say(`${lines.copied} of them copied`);
  output.say('');
  output.say(FORMATS['text']!.write(inBrief(tablesOf(verdict), join(where, `tables.${FORMATS['text']!.ending}`))));
  output.say(headlineOf(verdict));
  const terminal = terminalOf(output.stream, process.env);
  for (const sentence of verdictWords(verdict)) for (const line of wrapped(terminal, sentence, '  ')) output.say(line);
  output.say(`Tables and verdict in ${where}`);
  output.json(plainVerdict(verdict));
  return EXIT.done;
}

async function preparedStudy(path: string, values: readonly string[], options: Pick<StudyOptions, 'out' | 'metric' | 'mixedVersions' | 'reuse' | 'launcher'>, cwd: string): Promise<{ readonly prepared: PreparedStudy; readonly folder: StudyFolder }> {
  const composer = new FileComposer(await standardPackages());
  return prepareIn(await studyToRun(path, values, options.metric, composer, cwd), options, composer, cwd);
}

function workersOf(text: string | undefined): number {
  if (text === undefined) return 1;
  const workers = Number(text);
  if (!/^\d+$/.test(text) || workers < 1 || workers > MOST_WORKERS) throw badWorkers(text, MOST_WORKERS);
  return workers;
}

/** Lines about trials: every one of a small study, of a large one ten, and all that diverged. */
class ProgressLines {
  done: number;
  copied = 0;
  private readonly began = performance.now();
  private readonly before: number;

  constructor(private readonly output: Output, private readonly plan: StudyPlan, done: number) { this.done = this.before = done; }

  /** @param where the folder as one types it */
  tell({ done, trials, event }: Progress, where: string): void {
    this.done = done;
    if (event.event === 'waits') this.output.say(waitingFor(where, event.holder, event.seconds));
    if (event.event === 'note') this.output.say(event.text);
    if (event.event !== 'ended') return;
    if (event.isCopied) this.copied++;
    const isTold = event.status === 'diverged' || done % Math.max(1, Math.round(trials / 10)) === 0 || done === trials;
    if (!isTold) return;
    const left = (performance.now() - this.began) / 1000 / (done - this.before) * (trials - done);
    this.output.say(`${done}/${trials} trials${event.status === 'completed' ? '' : `, ${trialText(event.trial, this.plan)}: ${event.status}`}${done === trials ? '' : `, about ${seconds(left)} left`}`);
  }
}
