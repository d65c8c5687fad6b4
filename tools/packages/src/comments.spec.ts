import { expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commentText, exportedValues, firstSentence } from './comments.js';

test('a comment loses its stars, its tags and its links, and keeps formulas', () => {
  expect(commentText('\n * A thing like {@link Other}:\n *\n *     y = x^2\n *\n * @param x of\n * more\n ')).toBe('A thing like `Other`:\n\n    y = x^2');
});

test('a sentence ends at a full stop before a capital letter, and not within a number or a name', () => {
  expect(firstSentence(' Reads 1.5 of a.b files, e.g. this one. Then it ends. ')).toBe('Reads 1.5 of a.b files, e.g. this one.');
  expect(firstSentence('\n * One over\n * two lines\n *\n * Another paragraph. ')).toBe('One over two lines');
});

test('values are found through modules that hand them on, by their outer names; types and comments of others are left out', () => {
  const folder = mkdtempSync(join(tmpdir(), 'comments-'));
  writeFileSync(join(folder, 'a.ts'), '/** Of the constant. */\nconst hidden = 1;\n/** Adds. */\nexport async function add() {}\nexport class Bare {}\n/** A type. */\nexport interface Shape {}\n');
  writeFileSync(join(folder, 'b.ts'), "export { add as plus, type Shape } from './a.js';\n");
  writeFileSync(join(folder, 'index.ts'), "export * from './b.js';\nexport { Bare } from './a.js';\nexport type { Shape } from './a.js';\nexport { other } from 'elsewhere';\n");
  expect([...exportedValues(join(folder, 'index.ts'))]).toEqual([['plus', ' Adds. '], ['Bare', '']]);
  rmSync(folder, { recursive: true });
});
