export { type EdgeReplacement, replaceEdges, type ReplacementTerm } from './edits/replace-edges.js';
