import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { flowYaml } from './flow-yaml.js';

test('what is typed into files is written as anybody would', () => {
  const written = [0.1, -3, 1e-12, true, null, 'b-spline', 'x1^2 + sin(x2)', 'data/a b.csv', [1, 2.5], [], ['a', ['b']], { kind: 'adam', rate: 0.1, of: [1, { a: 2 }] }, {}];
  for (const value of written) {
    const library = stringify(value, { collectionStyle: 'flow', flowCollectionPadding: true, lineWidth: 0 }).trimEnd().replace(/\[ /g, '[').replace(/ \]/g, ']');
    expect(flowYaml(value)).toBe(library);
  }
});

test('texts that would be something else are in quotes', () => {
  expect(['true', 'null', 'no: yes', '1', '~', '', ' a', 'a ', '"', 'a, b', '[', '# a', 'a #b', '*a', '- a', 'a\nb'].map(flowYaml)).toEqual(
    ['"true"', '"null"', '"no: yes"', '"1"', '"~"', '""', '" a"', '"a "', '"\\""', '"a, b"', '"["', '"# a"', '"a #b"', '"*a"', '"- a"', '"a\\nb"'],
  );
});

test('it is read as what was written', () => {
  const values = fc.letrec((tie) => ({
    any: fc.oneof({ maxDepth: 3 }, fc.string(), fc.string({ unit: fc.constantFrom(...'aeT -.1:#\n*') }), fc.constantFrom('yes', 'Null', 'TRUE', 'e1', '.nan', '0x1', '1e3'), fc.double({ noNaN: true, noDefaultInfinity: true }).map((v) => v + 0), fc.boolean(),
      fc.constant(null), fc.array(tie('any'), { maxLength: 4 }), fc.dictionary(fc.string().filter((k) => k !== '__proto__'), tie('any'), { maxKeys: 4, noNullPrototype: true })),
  })).any;
  fc.assert(fc.property(values, (value) => { expect(parse(flowYaml(value), { version: '1.2' })).toEqual(value); }), { seed: 1, numRuns: 2000 });
});
