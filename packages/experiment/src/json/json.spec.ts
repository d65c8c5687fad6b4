import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, lineJson, stableJson } from './json.js';

test('canonical JSON sorts keys at every level and has no white space', () => {
  expect(canonicalJson({ b: [{ z: 1, y: 2 }], a: { d: null, c: 'x y' }, B: true })).toBe('{"B":true,"a":{"c":"x y","d":null},"b":[{"y":2,"z":1}]}');
  expect(canonicalJson({ 9: 'nine', 10: 'ten' })).toBe('{"10":"ten","9":"nine"}');
});

test('canonical JSON does not depend on the order of keys and keeps the value', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    expect(canonicalJson(backwards(value))).toBe(canonicalJson(value));
  }));
});

test('JSON for people keeps the order of keys, puts short lists on one line and ends with a line feed', () => {
  expect(stableJson({ schema: 1, b: { widths: [2, 1, 1], empty: {}, none: [] }, a: [{ kind: 'fit' }] })).toBe(
    '{\n  "schema": 1,\n  "b": {\n    "widths": [2, 1, 1],\n    "empty": {},\n    "none": []\n  },\n  "a": [\n    {\n      "kind": "fit"\n    }\n  ]\n}\n');
  fc.assert(fc.property(fc.jsonValue(), (value) => { expect(JSON.parse(stableJson(value))).toEqual(JSON.parse(JSON.stringify(value))); }));
});

test.each([canonicalJson, stableJson, lineJson])('numbers that are not finite become null, typed arrays lists, undefined nothing', (write) => {
  expect(JSON.parse(write({ a: NaN, b: [Infinity, -Infinity, 1], c: new Float64Array([1, NaN]), d: undefined }))).toEqual({ a: null, b: [null, null, 1], c: [1, null] });
});

function backwards(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(backwards);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).reverse().map(([k, v]) => [k, backwards(v)]));
}
