import { expect, test } from '@jest/globals';
import { packageOf, reachable, specifiersOf } from './imports.js';

test('imports of all sorts are found, and neither comments nor texts', () => {
  const text = `
    import a from 'a'; import 'b/side'; export { c } from "./c.js"; export * from './d.js';
    const e = await import('e'); declare const f: import('f').F<import('g/h').G>; declare module 'i' {}
    // import 'x1'
    /* from 'x2' */ const text = "import 'x3'"; const other = \`from 'x4' \${await import('j')}\`;`;
  expect(specifiersOf(text)).toEqual(['a', 'b/side', './c.js', './d.js', 'e', 'f', 'g/h', 'i', 'j']);
});

test('the package of a module is its name without what follows, and files and modules of Node have none', () => {
  expect(['@s/a/b', 'c/d', 'e', './f.js', '../g.js', 'node:fs', '#own'].map(packageOf)).toEqual(['@s/a', 'c', 'e', undefined, undefined, undefined, undefined]);
});

test('what is reached is what imports lead to, and modules that are started by name', () => {
  const files: Readonly<Record<string, string>> = {
    'dist/index.js': "import './a/b.js'; new Worker(new URL('./worker.js', import.meta.url)); register(`./hook${end}`);",
    'dist/a/b.js': "export * from '../c.js';", 'dist/c.js': '', 'dist/worker.js': '', 'dist/hook.js': '', 'dist/alone.js': "import './c.js';",
    'dist/index.d.ts': "export { C } from './a/b.js';", 'dist/a/b.d.ts': '', 'dist/c.d.ts': '',
  };
  const reached = (...entries: string[]): string[] => [...reachable(entries, new Set(Object.keys(files)), (path) => files[path]!)].sort();
  expect(reached('dist/index.js')).toEqual(['dist/a/b.js', 'dist/c.js', 'dist/hook.js', 'dist/index.js', 'dist/worker.js']);
  expect(reached('dist/index.d.ts', 'dist/missing.js')).toEqual(['dist/a/b.d.ts', 'dist/index.d.ts']);
});
