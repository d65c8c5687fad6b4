import { join, relative, resolve } from 'node:path';
import { FORMATS, headlineOf, inBrief, judgedVerdict, plainVerdict, StatusReader, StudyFolder, tablesOf, verdictWords } from '@knotwork/studies';
import { pluginOfStudy } from '../errors.js';
import type { Output } from '../output.js';
import { terminalOf, wrapped } from '../use/terminal.js';
import { failureText, statusText } from './status-text.js';

/** Shows a study in the terminal: its verdict and tables, or as long as there is none how far it is. */
export function showStudy(dir: string, plugins: readonly string[], output: Output, cwd: string): void {
  if (plugins.length > 0) throw pluginOfStudy();
  const folder = new StudyFolder(resolve(cwd, dir));
  const record = folder.readBegun();
  const status = new StatusReader(folder).read(Date.now());
  const terminal = terminalOf(output.stream, process.env);
  const verdict = judgedVerdict(folder, record);
  if (verdict === undefined) {
    for (const line of statusText(status, relative(cwd, folder.path) || '.', terminal)) output.say(line);
    output.json({ status, verdict: null });
    return;
  }
  output.say(`${record.name}: ${verdict.trials.toLocaleString('en-US')} trials, ${verdict.failed.toLocaleString('en-US')} of them failed${verdict.look === 1 ? '' : `; look ${verdict.look}`}`);
  output.say(headlineOf(verdict));
  for (const sentence of verdictWords(verdict)) for (const line of wrapped(terminal, sentence, '  ')) output.say(line);
  output.say('');
  output.say(FORMATS['text']!.write(inBrief(tablesOf(verdict), join(relative(cwd, folder.path) || '.', `tables.${FORMATS['text']!.ending}`))).trimEnd());
  for (const line of failureText(status.failures, terminal)) output.say(line);
  output.json({ status, verdict: plainVerdict(verdict) });
}
