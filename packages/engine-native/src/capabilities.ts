import type { EngineCapabilities } from '@knotwork/plugin/engine';

/** What the engine can do, with kernels and without. */
export const capabilities: EngineCapabilities = Object.freeze({ ownKnots: true, normalEquations: true, moments: true, derivatives: 3 });
