import type { EngineCapabilities } from '@knotwork/plugin';

/** What plain loops can do. */
export const capabilities: EngineCapabilities = Object.freeze({
  precisions: ['float64'], terms: ['window', 'global', 'edge-shape'], nodeFormulas: true, knots: ['even', 'own'], blocks: ['residuals', 'loss'],
  normalEquations: true, jets: false, moments: true, threads: false,
} satisfies EngineCapabilities);
