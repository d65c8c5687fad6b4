import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { apis } from './api.js';
import type { PublishedPackage } from './published.js';

let root: string;
let packages: readonly PublishedPackage[];

const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const published = (short: string, exports: Record<string, unknown>): PublishedPackage => {
  const manifest = { name: `@knotwork/${short}`, version: '1.0.0', description: '', type: 'module', exports };
  write(`packages/${short}/package.json`, JSON.stringify(manifest));
  mkdirSync(join(root, 'node_modules/@knotwork'), { recursive: true });
  symlinkSync(join(root, 'packages', short), join(root, 'node_modules/@knotwork', short));
  return { manifest, short, folder: join(root, 'packages', short) };
};

beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'knotwork-api-')));
  packages = [
    published('all', { '.': { types: './dist/index.d.ts', default: './dist/index.js' } }),
    published('shapes', { './package.json': './package.json', '.': { types: './dist/index.d.ts', default: './dist/index.js' }, './round': { types: './dist/round.d.ts', default: './dist/round.js' } }),
    published('plane', { '.': { types: './dist/index.d.ts', default: './dist/index.js' } }),
  ];
  write('packages/shapes/dist/index.d.ts', "export { area as areaOf, type Shape } from './shape.js';\nexport declare const SIDES: 4;\n");
  write('packages/shapes/dist/shape.d.ts', `/** A comment. */
export interface Shape<T = Unit> {
    /** In units. */
    readonly size: T;
}
export type Unit = Inner['unit'];
interface Inner { readonly unit: number }
interface Unheard { readonly loud: true }
export declare function area(shape: Shape): number;
export declare function area(shapes: readonly Shape[]): number;
`);
  write('packages/shapes/dist/round.d.ts', "export declare class Circle {\n    private radius;\n    grow(by: number): this;\n}\n");
  write('packages/all/dist/index.d.ts', "export * from '@knotwork/plane';\nexport declare const MORE: true;\n");
  write('packages/plane/dist/index.d.ts', "export { SIDES, type Shape as Figure } from '@knotwork/shapes';\nexport * as round from '@knotwork/shapes/round';\nimport type { Shape } from '@knotwork/shapes';\ndeclare const _default: Shape;\nexport default _default;\n");
});
afterAll(() => { rmSync(root, { recursive: true }); });

test('declarations stand by entry and name, without comments, with all overloads, and with the types that they name', () => {
  expect(apis(packages, root).get('@knotwork/shapes')!.split('-->\n\n')[1]).toBe(`## @knotwork/shapes

\`\`\`ts
const SIDES: 4;
interface Shape<T = Unit> {
    readonly size: T;
}
function area(shape: Shape): number;
function area(shapes: readonly Shape[]): number;
// as areaOf
\`\`\`

## @knotwork/shapes/round

\`\`\`ts
class Circle {
    private radius;
    grow(by: number): this;
}
\`\`\`

## Named by these, not exported

\`\`\`ts
interface Inner {
    readonly unit: number;
}
type Unit = Inner['unit'];
\`\`\`
`);
});

test('what is handed on from another package is said to be, a type as a type, a module by its package', () => {
  expect(apis(packages, root).get('@knotwork/plane')!.split('-->\n\n')[1]).toBe(`## @knotwork/plane

\`\`\`ts
export type { Shape as Figure } from '@knotwork/shapes';
export { SIDES } from '@knotwork/shapes';
const _default: Shape;
// as default
export * as round from '@knotwork/shapes';
\`\`\`
`);
});

test('a package that is handed on whole is one line', () => {
  expect(apis(packages, root).get('@knotwork/all')!.split('-->\n\n')[1]).toBe("## @knotwork/all\n\n```ts\nexport * from '@knotwork/plane';\nexport type { Shape as Figure } from '@knotwork/shapes';\nconst MORE: true;\nexport { SIDES } from '@knotwork/shapes';\nexport * as round from '@knotwork/shapes';\n```\n");
});

test('words of an option stand in alphabetical order, whatever order the compiler met them in', () => {
  const words = (...lines: readonly string[]): string => `export declare const kind: Option<{\n    of: z.ZodEnum<{\n${lines.map((word) => `        ${word}: "${word.replaceAll('"', '')}";\n`).join('')}    }>;\n}>;\n`;
  const kinds = published('kinds', { '.': { types: './dist/index.d.ts', default: './dist/index.js' } });
  write('packages/kinds/dist/index.d.ts', words('square', '"a-circle"', 'line'));
  expect(apis([kinds], root).get('@knotwork/kinds')!).toContain(words('"a-circle"', 'line', 'square').replace('export declare ', ''));
});

test('an entry that was not compiled is named, with what compiles it', () => {
  const gone = published('gone', { '.': { types: './dist/index.d.ts', default: './dist/index.js' } });
  expect(() => apis([gone], root)).toThrow('packages/gone/dist/index.d.ts is not there: run npm run typecheck first.');
});
