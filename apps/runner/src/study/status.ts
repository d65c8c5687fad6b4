import { relative, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { launchers, queuesOf, StatusReader, StudyFolder } from '@knotwork/studies';
import { EXIT } from '../exit-status.js';
import type { Output } from '../output.js';
import { lineFor, terminalOf } from '../use/terminal.js';
import { statusText } from './status-text.js';

export interface StatusOptions { readonly watch?: boolean; readonly json?: boolean; readonly quiet?: boolean }

/** Milliseconds between looks. */
const PATIENCE = 2000;
/** Up so many lines, and what is below is gone. */
const back = (lines: number): string => (lines === 0 ? '' : `\x1b[${lines}F\x1b[0J`);

/** Says how far a study is; with `--watch` again whenever that changed, until it is judged or a signal ends it. @returns the exit status */
export async function status(dir: string, { watch = false, quiet = false }: StatusOptions, output: Output, cwd: string): Promise<number> {
  const folder = new StudyFolder(resolve(cwd, dir));
  const reader = new StatusReader(folder);
  const abort = new AbortController();
  let ended: number = EXIT.done;
  if (watch) {
    const end = (by: number) => (): void => { ended = by; abort.abort(); };
    process.once('SIGINT', end(EXIT.interrupted)).once('SIGTERM', end(EXIT.terminated));
  }
  const terminal = terminalOf(output.stream, process.env);
  let [shown, told] = [0, ''];
  for (;;) {
    const now = { ...reader.read(Date.now()), queues: await queuesOf(folder.path, launchers) };
    const lines = statusText(now, relative(cwd, resolve(cwd, dir)) || '.', terminal, now.queues).map((line) => lineFor({ ...terminal, columns: Infinity }, line));
    // Seconds go on where nothing else does: a terminal shows them, lines in a file do not.
    const key = JSON.stringify({ ...now, secondsLeft: 0, workers: now.workers.map(({ who, trial }) => [who, trial]) });
    if (output.stream.isTTY && !quiet) output.stream.write(back(shown));
    if (output.stream.isTTY || key !== told) for (const line of lines) output.say(line);
    if (key !== told) output.json(now);
    [shown, told] = [lines.reduce((rows, line) => rows + Math.max(1, Math.ceil(line.length / (output.stream.columns ?? Infinity))), 0), key];
    if (!watch || (now.isJudged && now.done === now.trials && now.conductor === null)) return ended;
    await wait(PATIENCE, undefined, { signal: abort.signal }).catch(() => undefined);
    if (abort.signal.aborted) return ended;
  }
}
