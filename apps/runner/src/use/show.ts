import { edgesOf, importancesOf, nameIn, stateOf, verdict } from '@knotwork/report';
import type { Output } from '../output.js';
import { digits } from '../table.js';
import { openRun } from './open-run.js';
import { notesOf, runText } from './run-text.js';
import { lineFor, terminalOf } from './terminal.js';

/** Shows a run in the terminal. @param plugins in place of those that the run named */
export async function show(folder: string, plugins: readonly string[], output: Output, cwd: string): Promise<void> {
  const request = await openRun(folder, plugins, cwd);
  const terminal = terminalOf(output.stream, process.env);
  for (const line of runText(request, terminal, request.contents.place)) output.say(lineFor(terminal, line));
  const { contents, model, effects } = request;
  const { record, result, network, timing } = contents;
  output.json({
    folder: contents.place, id: record?.id ?? null, name: nameIn(contents), state: stateOf(contents), finished: timing?.finished ?? null, seconds: timing?.seconds ?? null,
    verdict: verdict(contents, digits), notes: notesOf(request), network, importances: importancesOf(contents, effects),
    edges: model === null || contents.evaluation?.['edges.x'] === undefined ? null : edgesOf(model, contents).map(({ layer, input, sum, from, to, score, degrees }) => ({ layer, input, sum, from, to, score, degrees })),
    result,
  });
  await model?.dispose();
}
