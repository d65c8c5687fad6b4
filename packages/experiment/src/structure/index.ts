export { type Proposal, proposals, type TrainedFunction } from './propose.js';
export { type Surrogate, surrogates } from './surrogate.js';
