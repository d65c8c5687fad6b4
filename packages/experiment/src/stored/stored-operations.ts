import { networkOperations, type OperationAccounts } from '@knotwork/network';
import type { Catalog } from '@knotwork/plugin';
import type { ReadFile } from './read-object.js';
import { storedNetwork } from './stored-network.js';

/** Operations of one row through a network that was saved in a folder; of several, the best. @throws as `storedNetwork` does, `plugin` for a basis that miscounts */
export function storedOperations(read: ReadFile, catalog: Catalog, place: string): OperationAccounts {
  return networkOperations(storedNetwork(read, catalog, place).structure, catalog);
}
