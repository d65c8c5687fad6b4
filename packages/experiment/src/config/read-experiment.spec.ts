import { describe, expect, it } from '@jest/globals';
import { readExperiment } from './read-experiment.js';
import { errorOf, FILE, messageOf } from './fixtures/resolving.js';

describe('An experiment file as text', () => {
  it.each([
    ['', 'file.yaml must be a block of keys such as "name: my-run"; it is empty. Begin with "knotwork: 1".'],
    ['# nothing\n', 'file.yaml must be a block of keys such as "name: my-run"; it is empty. Begin with "knotwork: 1".'],
    ['- a\n', 'file.yaml must be a block of keys such as "name: my-run"; it is a list. Begin with "knotwork: 1".'],
    ['hello', 'file.yaml must be a block of keys such as "name: my-run"; got "hello". Begin with "knotwork: 1".'],
  ])('must be one block: %j', (text, message) => { expect(messageOf(text)).toBe(message); });

  it.each([
    ['a: 1\nb: [1, 2\nc: 3\n', 3, /^file\.yaml, line 3: .*\. Correct the YAML there; "knotwork validate file\.yaml" checks it\.$/],
    ['a: 1\nb:\n\tc: 2\n', 3, /line 3: Tabs are not allowed as indentation\./],
    ['seed: 1\nname: x\nseed: 2\n', 3, /line 3: the key "seed" is given twice\./],
    ['a:\n  "two words": 1\n  "two words": 2\n', 3, /the key "two words" is given twice/],
    ['layers:\n  0: {}\n  "0": {}\n', 3, /the key "0" is given twice/],
    ['a: 1\nb: x < 1 ? 2 : 3\n', 2, /line 2: a text with a colon and a space in it, such as "x < 1 \? 2 : 3", must stand in quotation marks\./],
    ['a: 1\nb: { on: t=0, equation: u = x < 1 ? 2 : 3 }\n', 2, /line 2: a text with a colon and a space in it, .* must stand in quotation marks\./],
    ['name: a\n  seed: 1\n', 1, /^file\.yaml, line 1: (?!a text with a colon)/],
    ['a: 1\n---\nb: 2\n', 2, /line 2: a second document begins; only one is read\./],
    ['%YAML 1.1\n---\na: yes\n', 1, /only YAML 1\.2 is read/],
    ['a: 1\nb: !mine 3\n', 2, /Unresolved tag: !mine/],
    ['a: 1\nb: !!binary aGk=\n', 2, /only blocks, lists, texts, numbers/],
    ['a: 1\n"__proto__": 3\n', 2, /the key "__proto__" is not allowed/],
    ['a:\n  b: .nan\n', 2, /a\.b must be finite; got \.nan/],
    ['a: [1, .inf]\n', 1, /a\.1 must be finite; got \.inf/],
    ['a: -1e999\n', 1, /a must be finite; got -\.inf/],
  ])('names the line of what is wrong: %j', (text, line, message) => {
    const error = errorOf(text);
    expect(error.message).toMatch(message);
    expect(error.place.line).toBe(line);
    expect(error.code).toBe('input');
  });

  it.each([
    ['an unknown alias', 'a: *b\n', /line 1: the alias \*b stands for nothing: no &b is above it/],
    ['an alias bomb', `a: &a [x, x]\n${[...'bcdefgh'].map((c, i) => `${c}: &${c} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(', ')}]`).join('\n')}\n`, /line \d: there are more than 20000 values, with those that aliases repeat/],
    ['many aliases of one value', `a: &a 1\nb: [${Array(20_001).fill('*a').join()}]`, /more than 20000 values/],
    ['a block that holds itself', 'a: &a\n  b: *a\n', /nested too deeply/],
    ['a list that holds itself many times', `a: &a [${Array(9).fill('*a').join()}]\n`, /nested too deeply/],
    ['blocks on lines that are nested too deeply for a stack', Array.from({ length: 700 }, (_, k) => `${' '.repeat(k)}a:\n`).join(''), /nested too deeply/],
    ['a long text', `# ${'x'.repeat(2 ** 18)}`, /file\.yaml: it has 262146 characters, and at most 262144 are read\. Keep rows in a table/],
    ['endless nesting', '['.repeat(5000), /nested too deeply/],
    ['deep nesting', `a: ${'['.repeat(70)}${']'.repeat(70)}`, /nested too deeply/],
  ])('refuses %s', (_, text, message) => { expect(messageOf(text)).toMatch(message); });

  it('may use anchors', () => {
    expect(readExperiment('a: &x { b: 1 }\nc: *x\n', 'f').tree).toEqual({ a: { b: 1 }, c: { b: 1 } });
    expect(readExperiment('&k a: &x 1\nb: *x\nc: &x 2\nd: [*x, *k]\n', 'f').tree).toEqual({ a: 1, b: 1, c: 2, d: [2, 'a'] });
  });

  it('lists the packages it names, and none when it names none', () => {
    expect(readExperiment('plugins: [./a.mjs, b]', 'f').plugins).toEqual(['./a.mjs', 'b']);
    expect(readExperiment('plugins:\n', 'f').plugins).toEqual([]);
  });

  it.each(['plugins: ./a.mjs', 'plugins: [1]', 'plugins: [""]', 'plugins: {}'])('wants packages as a list of texts: %s', (text) => {
    const error = errorOf(`name: x\n${text}\n`);
    expect(error.message).toMatch(/^plugins in file\.yaml \(line 2\) must be a list of package names and relative paths; got .*\. Write plugins: \[\.\/my-basis\.mjs\]\.$/);
    expect(error.place).toEqual({ path: 'plugins', line: 2 });
  });

  it('knows the line of every path, or of the block around it', () => {
    const source = readExperiment(FILE, 'f');
    expect(source.lineOf(['name'])).toBe(2);
    expect(source.lineOf(['network'])).toBe(6);
    expect(source.lineOf(['network', 'widths', 1])).toBe(7);
    expect(source.lineOf(['network', 'basis', 'degree'])).toBe(6);
    expect(source.lineOf(['stages', 1])).toBe(11);
    expect(source.lineOf(['stages', 1, 'levels'])).toBe(12);
    expect(source.lineOf(['stages', 7, 'levels'])).toBe(8);
    expect(source.lineOf(['seed'])).toBeUndefined();
    expect(source.lineOf([])).toBeUndefined();
  });

  it('knows lines inside flow maps, numeric keys, aliases and JSON', () => {
    const flow = readExperiment('a: {\n  b: 1,\n  c: [1,\n   2] }\nlayers:\n  0:\n    basis: x\nd: &d\n  e: 1\nf: *d\n', 'f');
    expect(flow.lineOf(['a', 'b'])).toBe(2);
    expect(flow.lineOf(['a', 'c', 1])).toBe(4);
    expect(flow.lineOf(['layers', '0', 'basis'])).toBe(7);
    expect(flow.lineOf(['f', 'e'])).toBe(9);
    const json = readExperiment('{\n "name": "x",\n "network": {\n  "widths": [2,\n   3]\n }\n}', 'f');
    expect(json.tree).toEqual({ name: 'x', network: { widths: [2, 3] } });
    expect(json.lineOf(['network', 'widths', 1])).toBe(5);
  });

  it('counts lines the same with Windows line ends', () => {
    expect(errorOf(FILE.replace('steps: 10', 'steps: 0').replaceAll('\n', '\r\n')).place.line).toBe(10);
  });
});
