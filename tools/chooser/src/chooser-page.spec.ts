import { expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { installed } from '@knotwork/experiment';
import { defineBasis, defineGridStrategy, defineKind, definePackage, type Definition, z } from '@knotwork/plugin';
import { standardPackages } from '@knotwork/standard';
import { chooserKinds } from './chooser-kinds.js';
import { chooserPage, COMMAND } from './chooser-page.js';

declare module '@knotwork/plugin' {
  interface DefinitionOf { sampler: Definition<'sampler'> & { readonly suffix: string } }
}

const folder = fileURLToPath(new URL('../../../docs/choose/', import.meta.url));
const standard = await standardPackages();
const { catalog } = installed(standard);
const CHOOSER_KINDS = chooserKinds(catalog);
const page = (kind: string, in_ = catalog): string => chooserPage(chooserKinds(in_).find((k) => k.kind === kind)!, in_);

test.each(CHOOSER_KINDS.map((kind) => [kind.file, kind] as const))(`docs/choose/%s is what ${COMMAND} writes`, (file, kind) => {
  const written = readFileSync(folder + file, 'utf8');
  if (written !== chooserPage(kind, catalog)) throw new Error(`docs/choose/${file} is stale. Write the pages anew: ${COMMAND}`);
});

test('there is a page for every kind but engines, and no other', () => {
  expect(CHOOSER_KINDS.map((k) => k.kind)).toEqual(catalog.kinds.filter((kind) => kind !== 'engine'));
  expect(readdirSync(folder).sort()).toEqual(CHOOSER_KINDS.map((k) => k.file).sort());
});

test('every plugin, its source and all its options stand on the page of its kind', () => {
  for (const { kind } of CHOOSER_KINDS) {
    const text = page(kind);
    for (const { definition } of catalog.list(kind)) {
      expect(text).toContain(`\n## ${definition.name}\n\n${definition.summary}.`);
      if (definition.source !== undefined) expect(text).toContain(definition.source.title);
      for (const option of Object.keys(definition.options.shape)) expect(text).toMatch(new RegExp(`\\| \`${option}[.\`]`));
    }
  }
});

test('a plugin from anywhere is compared by its claims, and by what its formula shows', () => {
  const wave = defineBasis({
    name: 'wave', summary: 'Two | waves', options: z.strictObject({ frequency: z.number().positive().default(2).describe('Of both') }),
    capabilities: { support: 'global', spansConstants: false, onDomainMove: 'none' },
    size: () => 2, features: (x, _grid, { frequency }, { shift }) => [x.mul(frequency).add(shift!).sin(), x.mul(frequency).add(shift!).cos()],
    shape: () => ({ shift: { scope: 'input', trainable: true, initial: 0 } }),
  });
  const grid = defineGridStrategy({
    name: 'asks', summary: 'Asks', options: z.strictObject({ where: z.string().describe('Place'), when: z.number().optional() }), capabilities: { knots: 'own' }, isDue: () => false, place: () => null,
  });
  const more = installed(standard, [{ name: 'theirs', version: '1.0.0', definition: definePackage({ api: 2, plugins: [wave, grid] }) }]).catalog;
  const bases = page('basis', more);
  expect(bases).toContain('| [`wave`](#wave) | Two \\| waves | global: all 2 live | 2 | fixed | not claimed | of any order | by the bias | domain is fixed | no | refused | 1 per input, trained | 2 arithmetic, 2 transcendental |');
  expect(bases).toContain('Two | waves. From `theirs`; `knotwork plugins show basis wave` prints this.');
  expect(bases).toContain('| `frequency` | `2` | a number above 0 | Of both |');
  // Without a value for an option that has no default nothing is known but what the options must be.
  expect(page('grid', more)).toContain('| [`asks`](#asks) | Asks | by its options | by its options |');
  expect(page('grid', more)).toContain('| `where` | required | a text | Place |\n| `when` | none | a number |  |');
});

test('a kind that a package declares gets a page like the others', () => {
  const sampler = defineKind<Definition<'sampler'> & { readonly suffix: string }>({
    name: 'sampler', about: 'A sampler draws rows of tables.', parts: { suffix: z.string() }, traits: ({ suffix }) => [{ title: 'ending', value: suffix }],
  });
  const c99 = sampler.define({ name: 'c99', summary: 'C source', options: z.strictObject({}), suffix: '.c' });
  const more = installed([...standard, { name: 'theirs', version: '1.0.0', definition: definePackage({ api: 2, kinds: [sampler], plugins: [c99] }) }]).catalog;
  expect(page('sampler', more)).toContain('# Choose samplers');
  expect(page('sampler', more)).toContain('A sampler draws rows of tables.\n\n| name | what it is | ending |\n|---|---|---|\n| [`c99`](#c99) | C source | .c |');
  expect(page('basis', more)).toContain('[sampler](samplers.md) · [stage](stages.md)');
});

test('the order of installation does not matter', () => {
  const turned = installed([...standard].reverse()).catalog;
  for (const { kind } of CHOOSER_KINDS) expect(page(kind, turned)).toBe(page(kind));
});
