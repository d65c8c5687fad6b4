import type { EngineCapabilities, Objective } from '@knotwork/plugin';
import { cannot } from './errors.js';

/** What the engine can do. */
export const capabilities: EngineCapabilities = Object.freeze({
  precisions: ['float64', 'float32'], terms: ['window', 'global', 'edge-shape'], nodeFormulas: true, knots: ['even', 'own'], blocks: ['residuals'],
  normalEquations: true, jets: false, moments: true, threads: false,
} satisfies EngineCapabilities);

/** Refuses by name what is not there, before anything runs. @throws KnotworkError `capability` */
export function requireCapabilities(objective: Objective): void {
  for (const block of objective.blocks) {
    if (!capabilities.blocks.includes(block.form)) throw cannot(`objective of the form "${block.form}"`, 'Use a loss made of residuals, such as mean-squared-error.');
  }
}
