import type { InitializeHook, ResolveHook } from 'node:module';

// Runs on the thread of module hooks, which shares nothing with the rest of the program.

/** URLs of folders whose modules get our copies. */
const outside: string[] = [];
/** URLs of those that are parts of the runner's bundle, by what is imported; empty where it was not bundled. */
let bundled: Readonly<Record<string, string>> = {};

export const initialize: InitializeHook<{ folder: string; bundled: Readonly<Record<string, string>> }> = (data) => {
  outside.push(data.folder);
  bundled = data.bundled;
};

/** Resolves shared packages as if a module of ours had asked, so that there is one copy of them. */
export const resolve: ResolveHook = async (specifier, context, nextResolve) => {
  const shared = /^(@knotwork\/(?:plugin|algebra|numerics)|zod)(?:$|\/)/.exec(specifier)?.[1];
  if (shared === undefined || !isOutside(context.parentURL)) return nextResolve(specifier, context);
  const part = bundled[specifier];
  if (part !== undefined) return { url: part, format: 'module', shortCircuit: true };
  const us = import.meta.url;
  // zod is no dependency of this package but of the contracts.
  const parentURL = shared === 'zod' ? (await nextResolve('@knotwork/plugin', { ...context, parentURL: us })).url : us;
  return nextResolve(specifier, { ...context, parentURL });
};

/** What a plugin itself depends on keeps its own copies: that code was not written for ours. */
function isOutside(parent: string | undefined): boolean {
  return parent !== undefined && outside.some((folder) => parent.startsWith(folder) && !parent.slice(folder.length).includes('node_modules/'));
}
