/** What a user may ask for, in the order in which `auto` tries. */
export const BACKENDS = ['tfjs-node-gpu', 'tfjs-node', 'wasm', 'cpu'] as const;

export type BackendName = (typeof BACKENDS)[number];
