import { expect, test } from '@jest/globals';
import { applyMutant, StaleMutant } from './apply-mutant.js';

const sources = new Map([
  ['a.ts', 'if (x) {\n    return f(x)[0]!;\n  }\nreturn $1;\n'],
  ['b.ts', 'const y = 1;\nconst z = 1;\n'],
]);
const apply = (...changes: { file: string; from: string[]; to: string[] }[]): Map<string, string> => applyMutant({ name: 'A1', changes }, sources);

test('lines and parts of lines are replaced, however they are indented', () => {
  expect(apply({ file: 'a.ts', from: ['{', 'return f(x)[0]!;'], to: ['{ return $&;'] })).toEqual(new Map([['a.ts', 'if (x) { return $&;\n  }\nreturn $1;\n']]));
  expect(apply({ file: 'a.ts', from: ['return $1;'], to: [] })).toEqual(new Map([['a.ts', 'if (x) {\n    return f(x)[0]!;\n  }\n\n']]));
});

test('pieces of one file add up', () => {
  expect(apply({ file: 'b.ts', from: ['y = 1'], to: ['y = 2'] }, { file: 'b.ts', from: ['z = 1'], to: ['z = 3'] }).get('b.ts')).toBe('const y = 2;\nconst z = 3;\n');
});

test('a piece that moved is found in the file that holds it', () => {
  expect([...apply({ file: 'gone.ts', from: ['const y'], to: ['let y'] }).keys()]).toEqual(['b.ts']);
});

test('a piece that is gone, or there twice, has to be written anew', () => {
  expect(() => apply({ file: 'a.ts', from: ['return g(x)'], to: [] })).toThrow(StaleMutant);
  expect(() => apply({ file: 'a.ts', from: ['return g(x)'], to: [] })).toThrow('A1 no longer applies: "return g(x)" stands neither in a.ts nor in one other file. Rewrite it');
  expect(() => apply({ file: 'b.ts', from: ['= 1;'], to: [] })).toThrow('stands 2 times in b.ts');
  expect(() => apply({ file: 'gone.ts', from: ['return'], to: [] })).toThrow('stands 2 times in a.ts');
});
