import { resolve } from '@knotwork/network';
import { AS_GIVEN, type BasisDefinition, type Catalog, catalogOf, defineEdge, defineLayer, type PluginUse } from '@knotwork/plugin';
import type { Structure } from '@knotwork/plugin/engine';
import * as z from '@knotwork/plugin/zod';
import { VERSION } from '../version.js';

const bareEdge = defineEdge({ name: 'bare', summary: 'Nothing but the basis', options: z.strictObject({}), compose: () => ({ base: null, basisWeight: false }) });
const bareLayer = defineLayer({ name: 'bare', summary: 'Nothing but the term', options: z.strictObject({}), terms: (_options, parts) => [parts] });

/** A basis alone, in a layer of one edge that has nothing else. Its features are continued outside the domain as they stand. */
export function structureOfBasis(basis: BasisDefinition, options: Readonly<Record<string, unknown>>, installed: Catalog): Structure {
  const own = [basis, bareEdge, bareLayer].map((definition) => ({ definition, package: '@knotwork/experiment', version: VERSION }));
  const catalog = catalogOf([...own, ...installed.list('function')]);
  const use: PluginUse = { ...options, kind: basis.name };
  const variable = { name: 'x', map: AS_GIVEN };
  const parts = { basis: use, edge: { kind: 'bare' }, inputMap: 'interval', outside: 'free' } as const;
  const spec = { inputs: [variable], outputs: [variable], layers: [{ layer: { kind: 'bare' }, inputs: 1, outputs: 1, terms: [parts] }] };
  return resolve(spec, catalog);
}
