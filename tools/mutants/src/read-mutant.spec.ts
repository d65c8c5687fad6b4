import { expect, test } from '@jest/globals';
import { readMutant } from './read-mutant.js';

const text = `the sign is wrong
specs: algebra
specs: engine-native feature-kernel native.conformance

packages/algebra/src/a.ts
-   return -x;
+   return x;

packages/algebra/src/b.ts
- two
-   lines
`;

test('a mutant says what is wrong, who should notice and what changes', () => {
  expect(readMutant('A1', text)).toEqual({
    name: 'A1', bug: 'the sign is wrong', survives: null,
    specs: [{ folder: 'algebra', files: [] }, { folder: 'engine-native', files: ['feature-kernel', 'native.conformance'] }],
    changes: [{ file: 'packages/algebra/src/a.ts', from: ['return -x;'], to: ['return x;'] }, { file: 'packages/algebra/src/b.ts', from: ['two', 'lines'], to: [] }],
  });
  expect(readMutant('A1', text.replace('specs: algebra\n', 'specs: algebra\nsurvives: nobody can tell\n')).survives).toBe('nobody can tell');
});

test.each([
  ['no specs', 'a bug\n\na.ts\n- x\n', 'A1.mutant:1: the first line says'],
  ['an unknown word', 'a bug\nspecs: a\nkilled: yes\n\na.ts\n- x\n', 'A1.mutant:3: after the bug stand'],
  ['no path', 'a bug\nspecs: a\n\n- x\n', 'A1.mutant:4: a path stands above'],
  ['two pieces under one path', 'a bug\nspecs: a\n\na.ts\n- x\n+ y\n- z\n', 'A1.mutant:7: another piece'],
  ['no piece', 'a bug\nspecs: a\n', 'A1.mutant: no piece'],
  ['nothing taken away', 'a bug\nspecs: a\n\na.ts\n+ y\n', 'A1.mutant: nothing of a.ts'],
])('%s is refused with the line', (_, bad, message) => {
  expect(() => readMutant('A1', bad)).toThrow(message);
});
