import type { EngineCapabilities } from '@knotwork/plugin/engine';

/** What plain loops can do. */
export const capabilities: EngineCapabilities = Object.freeze({ ownKnots: true, normalEquations: true, moments: true, derivatives: 3 });
