import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { defineFunction } from '../kinds/function.js';
import { defineMetric } from '../kinds/metric.js';
import { catalogOf } from './catalog.js';

const options = z.strictObject({});
const f = (name: string) => defineFunction({ name, summary: 'x', options, apply: (x) => x });
const from = (name: string, ...definitions: ReturnType<typeof f>[]) => definitions.map((definition) => ({ definition, package: name, version: '1.2.3' }));

test('a catalog finds by kind and name and lists what there is by name, with package and version, frozen', () => {
  const [silu, identity] = [f('silu'), f('identity')];
  const metric = defineMetric({ name: 'silu', summary: 'A metric that happens to be called silu', options, evaluate: () => 0 });
  const entries = [...from('one', silu), { definition: metric, package: 'two', version: '0.0.1' }, ...from('three', identity)];
  const catalog = catalogOf(entries);
  expect(catalog.get('function', 'silu')).toBe(silu);
  expect(catalog.get('metric', 'silu')).toBe(metric);
  expect(catalog.list('function')).toEqual([{ definition: identity, package: 'three', version: '1.2.3' }, { definition: silu, package: 'one', version: '1.2.3' }]);
  expect(catalog.list('basis')).toEqual([]);
  expect([catalog, catalog.list('function'), catalog.list('function')[0], catalog.list('basis')].every((x) => Object.isFrozen(x))).toBe(true);
  expect(Object.isFrozen(entries[0])).toBe(false);
});

test('a name that is not there is answered with those that are, and with the nearest', () => {
  const { get } = catalogOf(from('one', f('silu'), f('identity')));
  expect(() => get('function', 'silo')).toThrow('Unknown function "silo". Installed: identity, silu. Did you mean "silu"?');
  expect(() => get('function', 'toString')).toThrow('Unknown function "toString". Installed: identity, silu.');
  expect(() => get('basis', 'b-spline')).toThrow('Unknown basis "b-spline". No basis is installed. Add a package that has one to "plugins".');
});

test('two of one kind and name are refused with the packages that they come from', () => {
  expect(() => catalogOf([...from('one', f('silu')), ...from('two', f('silu'))])).toThrow('The function "silu" comes from two packages, "one" and "two". Remove one of them from "plugins", or rename the function in one.');
  expect(() => catalogOf(from('one', f('silu'), f('silu')))).toThrow('The function "silu" comes twice from package "one".');
});
