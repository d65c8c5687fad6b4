export { edgeCandidates, type EdgeCandidates, type KnownError } from './edge-candidates.js';
export { type EdgeWish, FunctionLibrary } from './function-library.js';
export type { Reading } from './reading.js';
export { Refitter, ROLES, solverOfRefits } from './refitting.js';
export { candidatesOf, type EdgeOutcome, symbolify, type Symbolified, type SymbolifyRequest } from './symbolify.js';
