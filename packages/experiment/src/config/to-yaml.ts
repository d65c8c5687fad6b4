import { stringify } from 'yaml';
import type { ResolvedExperiment } from './experiment-schema.js';
import { experimentJson } from './resolve-experiment.js';

/** The resolved file as YAML that can be run. */
export function toYaml(experiment: ResolvedExperiment): string {
  return stringify(experimentJson(experiment), { lineWidth: 120, aliasDuplicateObjects: false });
}
