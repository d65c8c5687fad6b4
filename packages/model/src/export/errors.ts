import { KnotworkError } from '@knotwork/plugin';
import { named, valueText } from '../errors.js';

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
