/** Native bindings of TensorFlow.js that can be installed. */
export const BINDINGS = ['tfjs-node', 'tfjs-node-gpu'] as const;

export type BindingName = (typeof BINDINGS)[number];

/** Whether a binding of that name can be installed. */
export const isBinding = (name: string): name is BindingName => (BINDINGS as readonly string[]).includes(name);
