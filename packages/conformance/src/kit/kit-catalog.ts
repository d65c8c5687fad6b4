import type { Catalog, Definition, DefinitionOf, Kind } from '@knotwork/plugin';
import { plainCatalog } from './plain-catalog.js';
import type { Subject } from './plugin-check.js';
import { referencePlugins } from '../subjects/reference-plugins.js';

/** Whoever names a plugin that is not there gets this one. */
const STAND_INS: Partial<Record<Kind, string>> = { function: 'reference-silu', basis: 'reference-spline', edge: 'reference-residual', layer: 'reference-layer' };

/**
 * What is installed while a plugin is checked: itself, its companions, and the kit's own. A plugin may name others, such as a base
 * function by default, that its package need not depend on: the kit's own stand in for them.
 */
export function kitCatalog({ definition, setup }: Subject): Catalog {
  const all = [definition, ...(setup.companions ?? []), ...referencePlugins] as Definition[];
  // What is checked may be called like one of the kit's own, or be it.
  const whole = plainCatalog(all.filter((d, i) => all.findIndex(({ kind, name }) => kind === d.kind && name === d.name) === i));
  const { get, list } = whole;
  return Object.freeze<Catalog>({
    ...whole,
    get: <K extends Kind>(kind: K, name: string): DefinitionOf[K] => get(kind, list(kind).some((e) => e.definition.name === name) ? name : STAND_INS[kind] ?? name),
  });
}
