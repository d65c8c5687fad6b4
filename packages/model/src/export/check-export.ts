import type { PluginUse } from '@knotwork/plugin';
import { badExporter, badExportName, noExportMore, noExportOption } from './errors.js';

/** What an export may have besides predictions. */
const MORE = ['derivatives'];

/**
 * Refuses what callers without types hand to `export`.
 *
 * @param exporters names of those that are installed
 * @throws KnotworkError `input` with what to write
 */
export function checkExport(use: unknown, name: unknown, more: unknown, exporters: readonly string[]): void {
  const isUse = typeof use === 'string' || (typeof use === 'object' && use !== null && typeof (use as { readonly kind?: unknown }).kind === 'string');
  if (!isUse) throw badExporter(use, exporters);
  if (typeof name !== 'string') throw badExportName(name, use as string | { readonly kind: string }, isMore(name));
  if (!isMore(more)) throw noExportMore(more);
  for (const key of Object.keys(more)) if (!MORE.includes(key)) throw noExportOption(key, MORE, use as string | PluginUse, name, more);
}

const isMore = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);
