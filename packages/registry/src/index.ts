export { inject } from './inject.js';
export { createRegistry, type Registry } from './registry.js';
export type { RunScope } from './run-scope.js';
export { type Class, expected, given, instance, type Lifetime, made, type Overrides, type Service } from './service.js';
export { type Token, token } from './token.js';
