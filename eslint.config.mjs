import { builtinModules } from 'node:module';
import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

// Who may import whom. `allowedExternalImports` is a closed list: without it a package that npm happened to hoist would pass.
const base = ['layer:algebra', 'layer:numerics'];
const may = (layer, ours, external) => ({
  sourceTag: `layer:${layer}`, onlyDependOnLibsWithTags: [`layer:${layer}`, ...ours], allowedExternalImports: external.flatMap((name) => [name, `${name}/*`]),
});
const contract = [...base, 'layer:contract'];
const published = [
  may('algebra', [], []),
  may('numerics', [], ['pure-rand']),
  may('statistics', ['layer:numerics'], []),
  may('arrays', [], ['fflate']),
  // Native code for wide layers; only the engine asks for it.
  may('contraction', [], []),
  may('pictures', [], []),
  may('expressions', ['layer:algebra'], ['mathjs']),
  may('contract', base, ['zod']),
  // A plugin sees the contract and nothing else: not even another plugin.
  { sourceTag: 'layer:plugin', onlyDependOnLibsWithTags: contract, allowedExternalImports: [] },
  may('datasets', [...contract, 'layer:expressions'], ['csv-parse', 'hyparquet', 'fzstd']),
  may('network', contract, []),
  may('symbolic', [...contract, 'layer:expressions', 'layer:network', 'layer:statistics'], []),
  may('engine', [...contract, 'layer:contraction', 'layer:network'], []),
  // The only one that knows TensorFlow.js.
  may('tensor-engine', [...contract, 'layer:network', 'layer:engine', 'layer:bindings'], ['@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-cpu', '@tensorflow/tfjs-backend-wasm']),
  may('bindings', ['layer:contract'], []),
  may('training', [...contract, 'layer:network'], []),
  // It compares engines with the reference engine. Specs of other engines import the kit, so that using one of these here would be a circle.
  may('conformance', [...contract, 'layer:expressions', 'layer:network', 'layer:engine'], []),
  may('registry', ['layer:contract'], ['inversify', 'reflect-metadata']),
  may('standard', ['layer:contract', 'layer:plugin', 'layer:datasets', 'layer:engine', 'layer:tensor-engine'], []),
  may('experiment', [...contract, 'layer:arrays', 'layer:pictures', 'layer:network', 'layer:symbolic', 'layer:training', 'layer:registry'], ['yaml']),
  may('model', [...contract, 'layer:arrays', 'layer:network', 'layer:symbolic', 'layer:datasets', 'layer:training', 'layer:experiment', 'layer:pictures'], []),
  may('report', [...contract, 'layer:arrays', 'layer:network', 'layer:experiment', 'layer:model', 'layer:pictures'], []),
  may('workspace', [...contract, 'layer:network', 'layer:training', 'layer:registry', 'layer:experiment'], []),
  may('studies', [...contract, 'layer:statistics', 'layer:experiment', 'layer:workspace', 'layer:pictures', 'layer:report'], ['hyparquet-writer']),
  may('tools', ['*'], ['@nx/devkit', 'esbuild', 'publint', '@arethetypeswrong/core', 'typescript']),
  may('app', ['*'], ['commander', 'cli-progress', 'yaml', '@resvg/resvg-js']),
];

// What a spec may import besides: test tools; plugins and engines also the kit and the default engine; the top of the house everything.
const testTools = ['@jest/globals', 'fast-check'];
const beside = {
  plugin: ['layer:conformance', 'layer:engine'], datasets: ['layer:conformance', 'layer:engine'], engine: ['layer:conformance'], 'tensor-engine': ['layer:conformance', 'layer:standard'], symbolic: ['layer:plugin'], training: ['layer:conformance', 'layer:engine'],
  standard: ['*'], experiment: ['*'], model: ['*'], report: ['*'], workspace: ['*'], studies: ['*'],
};
const inSpecs = published.map((rule) => {
  const layer = rule.sourceTag.slice('layer:'.length);
  const external = { numerics: ['ml-matrix'], experiment: ['zod', 'ajv'], app: ['ajv'], studies: ['vega', 'vega-lite'], tools: ['nx/*', 'playwright-core'] }[layer] ?? [];
  return {
    ...rule,
    onlyDependOnLibsWithTags: [...rule.onlyDependOnLibsWithTags, ...(beside[layer] ?? [])],
    allowedExternalImports: [...rule.allowedExternalImports, ...testTools, ...external],
  };
});
// Of the network some entries are loaded late; nx knows packages only. Expressions and the symbolic library are loaded late by what writes equations, and by name in what is itself loaded late.
// The library of the command loads studies, and what they lie in, when one is begun. The native engine loads the reference engine where it cannot do without; specs compare with it.
const partlyLate = ['@knotwork/engine-reference', '@knotwork/network', '@knotwork/expressions', '@knotwork/symbolic', '@knotwork/studies', '@knotwork/workspace', '@knotwork/standard'];
const boundaries = (depConstraints) => ({
  '@nx/enforce-module-boundaries': ['error', { enforceBuildableLibDependency: true, banTransitiveDependencies: true, checkDynamicDependenciesExceptions: partlyLate, depConstraints }],
});

// Packages that also run in a page; the boundary rule does not look at Node's own modules.
const runsAnywhere = [
  'algebra', 'numerics', 'statistics', 'arrays', 'pictures', 'expressions', 'plugin', 'network', 'symbolic', 'engine-core', 'engine-reference', 'contraction', 'engine-native', 'engine-tfjs', 'training', 'conformance', 'registry', 'standard', 'experiment', 'model', 'report',
  'basis-*', 'cores', 'perceptrons', 'grids', 'initializers', 'regularizers', 'functions', 'optimizers', 'losses', 'metrics', 'exporters', 'importers', 'datasets',
];
const message = 'This package also runs in a browser.';
const wholeZod = { name: '@knotwork/plugin', importNames: ['z'], message: "Write import * as z from '@knotwork/plugin/zod': of the one name z, esbuild keeps all of zod for a page." };
const noNode = {
  'no-restricted-imports': ['error', { paths: [...builtinModules.map((name) => ({ name, message })), wholeZod], patterns: [{ group: ['node:*'], message }] }],
  // The rule above does not look at import().
  'no-restricted-syntax': ['error', ...[`/^node:/`, `/^(${builtinModules.filter((m) => !m.includes('/')).join('|')})$/`]
    .map((names) => ({ selector: `ImportExpression > Literal[value=${names}]`, message }))],
};
const tests = ['**/*.spec.ts', '**/fixtures/**/*.ts'];

export default tseslint.config(
  { ignores: ['**/dist', 'apps/runner/bundle', '**/out-tsc', '**/.nx', '**/*.cjs', '**/node_modules', 'runs', 'jest.preset.js'] },
  { files: ['**/*.ts'], extends: [js.configs.recommended, ...tseslint.configs.recommended], plugins: { '@nx': nx },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Inner loops index arrays whose bounds they set themselves.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      'no-undef': 'off',
    } },
  { files: ['**/*.ts'], ignores: tests, rules: boundaries(published) },
  { files: tests, rules: boundaries(inSpecs) },
  { files: [`packages/{${runsAnywhere.join(',')}}/src/**/*.ts`], ignores: tests, rules: noNode },
  // Of the bindings, a page imports what looks for them and loads them; what installs them is an entry of its own.
  { files: ['packages/tfjs-bindings/src/*.ts'], ignores: tests, rules: noNode },
);
