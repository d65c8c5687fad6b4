// Edits of stages that come later: a page that only fits does not load them.
export { prune, type PruneReport } from './edits/prune.js';
export { type EdgeReplacement, replaceEdges, type ReplacementTerm } from './edits/replace-edges.js';
