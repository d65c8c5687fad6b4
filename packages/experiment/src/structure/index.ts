export { powerNetworks, tableNetworks, type TableNetwork } from './power-networks.js';
export { type Proposal, proposals, type TrainedFunction } from './propose.js';
export { surrogates, withoutSearch } from './surrogate.js';
