import { createEngine } from '@knotwork/experiment';
import { parseOptions } from '@knotwork/network';
import type { Catalog } from '@knotwork/plugin';
import type { Engine } from '@knotwork/plugin/engine';

/** What computes where nobody says. */
export const ENGINE = { kind: 'native' };

/** The usual engine, with its options as they are usually: in double precision, and with all that engines can. */
export function usualEngine(catalog: Catalog): Promise<Engine> {
  return createEngine({ engine: { ...ENGINE, ...parseOptions(catalog.get('engine', ENGINE.kind), ENGINE) } }, catalog);
}
