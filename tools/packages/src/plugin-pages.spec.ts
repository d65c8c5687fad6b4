import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { KINDS, type PluginKind } from 'create-knotwork-plugin';
import { inlinePlugin, withoutTypes } from './inline-plugin.js';
import { blocks } from './rehearsal/blocks.js';

const page = (name: string): string => readFileSync(fileURLToPath(new URL(`../../../docs/plugins/${name}.md`, import.meta.url)), 'utf8');

describe.each((Object.keys(KINDS) as PluginKind[]).filter((kind) => kind !== 'basis'))('the page of the kind %s', (kind) => {
  const [code] = blocks(page(kind), 'js');
  const [, name] = /^ {2}name: '(.*)',$/m.exec(code!)!;

  test('shows what npm create knotwork-plugin writes, as one file without types', () => { expect(code).toBe(inlinePlugin(kind, name!)); });

  test('says by which command it is written, and where its checks are', () => {
    expect(blocks(page(kind), 'sh').at(-1)).toBe(`npm create knotwork-plugin@latest ${name} -- --kind ${kind}\n`);
    expect(page(kind)).toContain('](../conformance.md#check');
  });
});

test.each(['docs/plugins/index.md', 'apps/create-plugin/README.md'])('%s says the command as it is typed', (path) => {
  const text = readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), 'utf8');
  expect(blocks(text, 'sh')).toEqual(['npm create knotwork-plugin@latest knotwork-wave -- --kind basis\n']);
});

test('types are left out, and nothing else', () => {
  const typed = `import { a, type B, c, type D } from 'm';
import type { E } from 'n';
const f = (x: B, y?: D): readonly number[] => [x!.a!, (y as D).b, ...g<E>(x as unknown as E)];
const h = new Array<Record<string, number>>(2) as const;
const text = \`a: number \${x!}\`; // as it is: string
function k({ a }: { a: number }, b: string = ':'): b is 'x' { return { a: b }; }
`;
  expect(withoutTypes(typed)).toBe(`import { a, c } from 'm';
const f = (x, y) => [x.a, (y).b, ...g(x)];
const h = new Array(2);
const text = \`a: number \${x}\`; // as it is: string
function k({ a }, b = ':') { return { a: b }; }
`);
});
