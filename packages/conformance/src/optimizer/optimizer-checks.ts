import type { OptimizerDefinition } from '@knotwork/plugin';
import { need } from '../engine/need.js';
import { optionChecks } from '../kit/option-checks.js';
import type { PluginCheck, Subject } from '../kit/plugin-check.js';
import { dampingChecks, requireSoundDamping } from './damping-checks.js';
import { requireSoundSearch, searchChecks } from './search-checks.js';
import { pathOf, updateChecks } from './update-checks.js';

export type OptimizerSubject = Subject<OptimizerDefinition>;

/** All checks of optimizers. */
export const optimizerPluginChecks: readonly PluginCheck<OptimizerSubject>[] = [
  ...optionChecks<OptimizerSubject>(({ definition }, options) => {
    if (definition.method === 'normal-equations') requireSoundDamping(definition.damping(options), 'with these options');
    else if (definition.method === 'quasi-newton') requireSoundSearch(definition.search(options), 'with these options');
    else need(pathOf(definition, options, [1, 0, -1, 1]).every(({ parameter }) => Number.isFinite(parameter)), 'a parameter is not finite after four steps');
  }),
  ...updateChecks, ...dampingChecks, ...searchChecks,
];
