export { type Proposal, proposals, type TrainedFunction } from './propose.js';
export { surrogates, withoutSearch } from './surrogate.js';
