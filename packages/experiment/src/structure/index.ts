export { tableNetworks, type TableNetwork } from './table-networks.js';
export { type Proposal, proposals, type TrainedFunction } from './propose.js';
export { surrogates, withoutSearch } from './surrogate.js';
