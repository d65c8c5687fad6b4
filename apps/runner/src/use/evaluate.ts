import { rowsFrom, targetsFrom } from '@knotwork/model';
import { metricName } from '@knotwork/report';
import type { Output } from '../output.js';
import { digits, table } from '../table.js';
import { targetsText } from '../targets-text.js';
import { networkNote, withoutValueNote } from './equation-notes.js';
import { openModel } from './open-model.js';
import { outsideNote } from './outside-note.js';
import { gapsNote, rowsForModel } from './rows-for-model.js';

export interface EvaluateOptions { readonly equation?: boolean; readonly plugin?: readonly string[]; readonly json?: boolean; readonly quiet?: boolean }

/** Says how good a model is on rows whose targets are known. */
export async function evaluate(folder: string, path: string, options: EvaluateOptions, output: Output, cwd: string): Promise<void> {
  const model = await openModel(folder, options.plugin ?? [], cwd);
  const { run: { table: how, encoding } } = model;
  const { target = model.outputs, weight } = how;
  const read = await rowsForModel(model, path, cwd, 'measure on', [...(typeof target === 'string' ? [target] : target), ...(weight === undefined ? [] : [weight])]);
  const { table: file } = read;
  const { inputs, notes } = rowsFrom(file, model.inputs, encoding, model.uses);
  const { targets, weights } = targetsFrom(file, model.outputs, model.classes, how);
  const by = options.equation === true ? 'equation' : 'network';
  const { rows, metrics, targets: each, failed = {} } = await model.evaluate(inputs, targets, weights, { by });
  const outside = model.outside(inputs);
  const aboutEquation = by === 'network' ? networkNote(model, 'metrics are those', '--equation measures the equation') : withoutValueNote(await model.withoutValue(inputs), inputs.count, 'they are left out');
  await model.dispose();
  const undefinedMetrics = model.catalog.list('metric').flatMap(({ definition: { name, undefinedWhere } }) => {
    const key = name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
    return undefinedWhere !== undefined && Number.isNaN(metrics[key]) && !(key in failed) ? [`${metricName(key)} has no value on these rows: ${undefinedWhere}`] : [];
  });
  const all = [...model.notes, ...gapsNote(read, 'are left out'), ...notes, ...outsideNote(outside, inputs.count), ...aboutEquation, ...undefinedMetrics, ...Object.entries(failed).map(([name, reason]) => `${metricName(name)} has no value on these rows: ${reason}`)];
  for (const note of all) output.say(`note: ${note}`);
  output.say(`${rows} ${rows === 1 ? 'row' : 'rows'} of ${path}${by === 'equation' ? ', by the equation' : ''}`);
  for (const line of table([{ title: each === undefined ? 'metric' : 'metric over all targets', isText: true }, { title: 'value' }], Object.entries(metrics).map(([name, value]) => [metricName(name), digits(Number.isNaN(value) ? null : value)]))) output.say(line);
  for (const line of each === undefined ? [] : ['', ...targetsText(Object.fromEntries(Object.entries(each).map(([name, of]) => [name, { rows: of }])), ['rows'])]) output.say(line);
  output.json({ rows, by, metrics, ...(each === undefined ? {} : { targets: each }), notes: all, outside: outside === null ? null : { rows: outside.rows } });
}
