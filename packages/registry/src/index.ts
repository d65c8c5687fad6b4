import 'reflect-metadata';
export { inject, injectable } from 'inversify';
export { createRegistry, type InstalledPackage, type Registry, type RegistryParts } from './registry.js';
export type { RunScope } from './run-scope.js';
export type { Class, Overrides, Scope, Service } from './service.js';
