import { callPlugin, type Catalog, type ExportedFiles, type ExportedModel, type ExportPrecision, type ExportTrial, KnotworkError, type PluginUse } from '@knotwork/plugin';
import { parseOptions } from '../structure/parse-options.js';
import { exportedModel, type ExportNaming, type ExportSource } from './exported-model.js';

/** A network in the files of another program. */
export interface NetworkExport {
  /** By name; the first is the one to open. */
  readonly files: ExportedFiles;
  /** What was written. */
  readonly model: ExportedModel;
  readonly precision: ExportPrecision;
  /** How to find out whether the files compute what the network does. */
  readonly trial: ExportTrial;
}

/**
 * Writes trained networks with an exporter that is installed: the mean of `members`, or the only one.
 *
 * @param use exporter and options
 * @throws KnotworkError `input` for a name that is not installed, options that do not fit or members that do not belong together, `capability` for what
 * the exporter cannot write
 */
export async function exportNetworks(members: readonly ExportSource[], use: PluginUse, naming: ExportNaming, catalog: Catalog): Promise<NetworkExport> {
  const exporter = catalog.get('exporter', use.kind);
  const options = parseOptions(exporter, use);
  if ((naming.derivatives ?? []).length > 0 && exporter.derivatives !== true) throw noDerivatives(exporter.name, catalog);
  const model = exportedModel(members, naming);
  return {
    model, files: await callPlugin(exporter, 'export', () => exporter.export(model, options)), precision: callPlugin(exporter, 'precision', () => exporter.precision(options)),
    trial: await callPlugin(exporter, 'trial', () => exporter.trial(model, options)),
  };
}

function noDerivatives(exporter: string, catalog: Catalog): KnotworkError {
  const others = catalog.list('exporter').flatMap(({ definition: { name, derivatives } }) => (derivatives === true ? [name] : []));
  return new KnotworkError('capability', `The exporter "${exporter}" writes no derivatives. Leave them out${others.length === 0 ? '' : `, or choose an exporter that does: ${others.join(', ')}`}.`, { plugin: `exporter ${exporter}` });
}
