export { type Proposal, proposals, type TrainedFunction } from './propose.js';
