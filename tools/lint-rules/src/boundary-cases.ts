/** One line of code in one package, and what lint must say to it. */
export interface BoundaryCase {
  readonly name: string;
  /** Folder of the package below the workspace. */
  readonly folder: string;
  readonly code: string;
  /** The rule that must report; null where none may. */
  readonly rule: string | null;
}

const BOUNDARIES = '@nx/enforce-module-boundaries';
const plugin = 'packages/basis-b-spline';

const refused = (name: string, code: string, folder = plugin, rule = BOUNDARIES): BoundaryCase => ({ name: `${folder}: ${name} is refused`, folder, code, rule });
const allowed = (name: string, code: string, folder = plugin): BoundaryCase => ({ name: `${folder}: ${name} passes`, folder, code, rule: null });

/** What each layer may not import, and a few imports that must stay possible. */
export const boundaryCases: readonly BoundaryCase[] = [
  allowed('the contract', `import { defineBasis } from '@knotwork/plugin';\nexport { defineBasis };\n`),
  allowed('the algebra', `import { constant } from '@knotwork/algebra';\nexport const one = constant(1);\n`),
  allowed('a type of the contract', `import type { Expr } from '@knotwork/plugin';\nexport type E = Expr;\n`),
  allowed('a file of its own', `export { bSpline } from './b-spline.js';\n`),

  allowed('zod by its names', `import * as z from '@knotwork/plugin/zod';\nexport const options = z.strictObject({});\n`),
  refused('zod as one name', `import { z } from '@knotwork/plugin';\nexport const options = z.strictObject({});\n`, plugin, 'no-restricted-imports'),

  refused('another plugin', `import cores from '@knotwork/cores';\nexport { cores };\n`),
  refused('another plugin, loaded when needed', `export const cores = () => import('@knotwork/cores');\n`),
  refused('another plugin, passed on', `export { default } from '@knotwork/cores';\n`),
  refused('another plugin, passed on whole', `export * from '@knotwork/grids';\n`),
  refused('a type of another plugin', `import type cores from '@knotwork/cores';\nexport type C = typeof cores;\n`),
  refused('an inline type of another plugin', `import { type default as cores } from '@knotwork/cores';\nexport type C = typeof cores;\n`),
  refused('source of another package by path', `import { kan } from '../../cores/src/layers/kan.js';\nexport { kan };\n`),
  refused('source of the contract by path', `export * from '../../plugin/src/index.js';\n`),
  refused('an engine', `import native from '@knotwork/engine-native';\nexport { native };\n`),
  refused('the conformance kit, outside specs', `import * as kit from '@knotwork/conformance';\nexport { kit };\n`),
  refused('the network', `import { resolve } from '@knotwork/network';\nexport { resolve };\n`),
  refused('inversify', `import { Container } from 'inversify';\nexport { Container };\n`),
  refused('a library of another package', `import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';\nexport { xoroshiro128plusFromState };\n`),
  refused('a library of another package, loaded when needed', `export const generators = () => import('pure-rand/generator/xoroshiro128plus');\n`),
  refused('a hoisted package that is not declared', `import { z } from 'zod';\nexport { z };\n`),
  refused('part of a hoisted package', `import { z } from 'zod/v4';\nexport { z };\n`),
  refused('a type of a hoisted package', `import type { ZodType } from 'zod';\nexport type Z = ZodType;\n`),
  refused('a test tool, outside specs', `import fc from 'fast-check';\nexport { fc };\n`),
  refused('a module of Node', `import { readFileSync } from 'node:fs';\nexport { readFileSync };\n`, plugin, 'no-restricted-imports'),
  refused('a module of Node, passed on', `export { readFileSync } from 'node:fs';\n`, plugin, 'no-restricted-imports'),
  refused('a module of Node by its bare name', `import { readFileSync } from 'fs';\nexport { readFileSync };\n`, plugin, 'no-restricted-imports'),
  refused('a module of Node, loaded when needed', `export const fs = () => import('node:fs');\n`, plugin, 'no-restricted-syntax'),
  refused('a module of Node by its bare name, loaded when needed', `export const fs = () => import('fs');\n`, plugin, 'no-restricted-syntax'),

  refused('zod', `import { z } from 'zod';\nexport { z };\n`, 'packages/algebra'),
  refused('the contract', `import type { Data } from '@knotwork/plugin';\nexport type D = Data;\n`, 'packages/algebra'),
  refused('numerics', `import { quantiles } from '@knotwork/numerics';\nexport { quantiles };\n`, 'packages/pictures'),
  refused('a module of Node', `import { readFileSync } from 'node:fs';\nexport { readFileSync };\n`, 'packages/pictures', 'no-restricted-imports'),
  refused('the contract', `import type { Data } from '@knotwork/plugin';\nexport type D = Data;\n`, 'packages/statistics'),
  refused('a module of Node', `import { readFileSync } from 'node:fs';\nexport { readFileSync };\n`, 'packages/statistics', 'no-restricted-imports'),
  refused('a plugin', `import cores from '@knotwork/cores';\nexport { cores };\n`, 'packages/studies'),
  refused('studies', `import { work } from '@knotwork/studies';\nexport { work };\n`, 'packages/workspace'),
  refused('a plugin', `import cores from '@knotwork/cores';\nexport { cores };\n`, 'packages/plugin'),
  refused('a plugin', `import cores from '@knotwork/cores';\nexport { cores };\n`, 'packages/engine-native'),
  refused('an engine', `import native from '@knotwork/engine-native';\nexport { native };\n`, 'packages/training'),
  refused('commander', `import { Command } from 'commander';\nexport { Command };\n`, 'packages/registry'),
  allowed('inversify', `import { Container } from 'inversify';\nexport { Container };\n`, 'packages/registry'),
  allowed('its own library', `import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';\nexport { xoroshiro128plusFromState };\n`, 'packages/numerics'),
  refused('experiments', `import { compose } from '@knotwork/experiment';\nexport { compose };\n`, 'packages/standard'),
  refused('the standard packages', `import { standardPackages } from '@knotwork/standard';\nexport { standardPackages };\n`, 'packages/experiment'),
  refused('what needs Node', `import { FolderStore } from '@knotwork/workspace';\nexport { FolderStore };\n`, 'packages/experiment'),
  refused('a module of Node', `import { readFileSync } from 'node:fs';\nexport { readFileSync };\n`, 'packages/experiment', 'no-restricted-imports'),
  allowed('a module of Node', `import { readFileSync } from 'node:fs';\nexport { readFileSync };\n`, 'packages/workspace'),
  refused('the standard packages', `import { standardPackages } from '@knotwork/standard';\nexport { standardPackages };\n`, 'packages/workspace'),
  refused('inversify, which is behind the registry', `import { Container } from 'inversify';\nexport { Container };\n`, 'packages/experiment'),
  refused('zod, which is behind the contract', `import { z } from 'zod';\nexport { z };\n`, 'packages/experiment'),
  refused('a library of another package', `import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';\nexport { xoroshiro128plusFromState };\n`, 'apps/runner'),
];
