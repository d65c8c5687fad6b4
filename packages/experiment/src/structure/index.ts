export { powerNetworks, type TableNetwork } from './power-networks.js';
export { type Proposal, proposals, type TrainedFunction } from './propose.js';
export { forPowers, surrogates, withoutSearch, withoutShapes } from './surrogate.js';
