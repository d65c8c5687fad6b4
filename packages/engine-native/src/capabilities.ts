import type { CompileOptions, EngineCapabilities, Objective, Structure } from '@knotwork/plugin';
import { cannot } from './errors.js';

/** What the reference path can do. */
export const capabilities: EngineCapabilities = Object.freeze({
  precisions: ['float64'], terms: ['window'], nodeFormulas: false, knots: ['even', 'own'], blocks: ['residuals'],
  normalEquations: true, jets: false, moments: false, threads: false,
} satisfies EngineCapabilities);

/** Refuses by name what is not there, before anything runs. @throws KnotworkError `capability` */
export function requireCapabilities(structure: Structure, objective: Objective, options: CompileOptions): void {
  if (!capabilities.precisions.includes(options.precision)) throw cannot(`precision "${options.precision}"`, 'Use engine.precision=float64.');
  for (const layer of structure.layers) {
    if (layer.node !== null) throw cannot(`node formulas (layer ${layer.index})`, 'Use a layer whose nodes only add, such as kan.');
    for (const term of layer.terms) {
      if (Object.keys(term.shape).length > 0) throw cannot(`shape parameters (basis "${term.basis.name}", layer ${layer.index})`, 'Use a basis without them.');
      if (!capabilities.terms.includes(term.form)) throw cannot(`${term.form} terms (basis "${term.basis.name}", layer ${layer.index})`, 'Use a basis with local support, such as b-spline.');
    }
  }
  for (const block of objective.blocks) {
    if (!capabilities.blocks.includes(block.form)) throw cannot(`objective of the form "${block.form}"`, 'Use a loss made of residuals, such as mean-squared-error.');
  }
}
