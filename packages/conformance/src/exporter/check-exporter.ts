import type { ExporterDefinition, OptionsSchema } from '@knotwork/plugin';
import type { Check } from '../kit/check.js';
import { checksOf } from '../kit/plugin-check.js';
import { exporterChecks } from './exporter-checks.js';
import type { ExporterSetup } from './exporter-setup.js';

/**
 * Everything an exporter must do: the same files for the same model, called by its name, and files that compute what the network does, whatever
 * it is made of, inside the domain and outside; what it cannot write it refuses by name.
 *
 * @param setup engine; `run` to compare what files compute
 * @returns checks to run in any order, one test each
 * @throws Error when options are missing
 *
 * @example
 * for (const { name, run } of checkExporter(c, { engine, run: runTrial })) test(name, run);
 */
export function checkExporter<S extends OptionsSchema>(exporter: ExporterDefinition<S>, setup: ExporterSetup): readonly Check[] {
  return checksOf(exporterChecks, exporter as unknown as ExporterDefinition, setup);
}
