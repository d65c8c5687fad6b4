import { didYouMean, KnotworkError, type PluginUse } from '@knotwork/plugin';
import { named, valueText } from '../errors.js';
import { noOption } from '../errors-when-asked.js';

const input = (message: string): KnotworkError => new KnotworkError('input', message);

export function badExporter(got: unknown, exporters: readonly string[]): KnotworkError {
  return input(`"export" must be told an exporter first, such as model.export('${exporters[0]}'); there are ${named(exporters)}; got ${valueText(got)}.`);
}

/** @param isMore whether it is what should stand behind the name */
export function badExportName(got: unknown, use: string | { readonly kind: string }, isMore: boolean): KnotworkError {
  const exporter = typeof use === 'string' ? use : use.kind;
  return input(`"export" has the name of files and functions as its second argument, a text; got ${valueText(got)}. ${isMore ? `Options stand third: model.export('${exporter}', undefined, ${valueText(got)}).` : 'Leave it out for the name of the run.'}`);
}

export function noExportMore(got: unknown): KnotworkError {
  return input(`"export" has options as its third argument, such as { derivatives: 'x,xx' }; got ${valueText(got)}.`);
}

/** @param known options that stand third, @param more what stood there: what is none of them may be an option of the exporter */
export function noExportOption(key: string, known: readonly string[], use: string | PluginUse, name: string, more: object): KnotworkError {
  const { message } = noOption('export', key, known);
  if (didYouMean(key, known) !== '') return input(message);
  const own = { ...(typeof use === 'string' ? { kind: use } : use), ...Object.fromEntries(Object.entries(more).filter(([other]) => !known.includes(other))) };
  const written = Object.entries(own).map(([option, value]) => `${option}: ${typeof value === 'string' ? `'${value}'` : valueText(value)}`).join(', ');
  return input(`${message} Options of an exporter stand with its kind: model.export({ ${written} }, '${name}').`);
}
