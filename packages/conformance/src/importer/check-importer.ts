import type { ImporterDefinition, OptionsSchema } from '@knotwork/plugin';
import type { Check } from '../kit/check.js';
import { checksOf } from '../kit/plugin-check.js';
import { importerChecks } from './importer-checks.js';
import type { ImporterSetup } from './importer-setup.js';

/**
 * Everything an importer must do: networks that compute what those of the other program do, and refusals in words.
 *
 * @param setup engine; `examples` of the other program, and the plugins that networks are made of as `companions`
 * @returns checks to run in any order, one test each
 * @throws Error when options are missing
 *
 * @example
 * for (const { name, run } of checkImporter(pykan, { engine, companions, examples: [exampleFrom('smooth', network, rows)] })) test(name, run);
 */
export function checkImporter<S extends OptionsSchema>(importer: ImporterDefinition<S>, setup: ImporterSetup): readonly Check[] {
  return checksOf(importerChecks, importer as unknown as ImporterDefinition, setup);
}
