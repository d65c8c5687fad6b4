import { fileJsonSchema } from '@knotwork/experiment/texts';
import { type InstalledPackage, installedCatalog } from '@knotwork/plugin';
import { STUDY_PLUGINS } from '../study-plugins.js';
import { studySchema } from './study-schema.js';

/**
 * The study file as a JSON Schema of draft 7, which editors complete and check YAML with; paths of overrides are not in it.
 *
 * @param packages what is installed; designs and launchers are added
 */
export function studyJsonSchema(packages: readonly InstalledPackage[]): Readonly<Record<string, unknown>> {
  return fileJsonSchema(studySchema, installedCatalog([...packages, STUDY_PLUGINS]), 'Knotwork study', 'base');
}
