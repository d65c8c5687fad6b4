import { expect, test } from '@jest/globals';
import { type Definition, defineKind, defineMetric, z } from '@knotwork/plugin';
import { type AnySetup, checkPlugin, hasChecks } from './check-plugin.js';

interface Sampler extends Definition<'sampler'> { readonly suffix: string }
declare module '@knotwork/plugin' {
  interface DefinitionOf { sampler: Sampler }
}

const sampler = defineKind<Sampler>({
  name: 'sampler', about: 'A sampler draws rows.', parts: { suffix: z.string() },
  checks: ({ name, suffix }, setup) => [{ name: `${name}: the ending begins with a point`, run: () => (suffix.startsWith('.') && setup === given ? Promise.resolve() : Promise.reject(new Error(`it is ${suffix}`))) }],
});
const given = {} as AnySetup;
const named = (suffix: string): Sampler => sampler.define({ name: 'c99', summary: 'C source', options: z.strictObject({}), suffix });

test('a kind that a package declares brings the checks of its plugins', async () => {
  const [sound, broken] = [checkPlugin(named('.c'), given), checkPlugin(named('c'), given)];
  expect(sound.map(({ name }) => name)).toEqual(['c99: the ending begins with a point']);
  await sound[0]!.run();
  await expect(broken[0]!.run()).rejects.toThrow('it is c');
});

test('a kind without checks is told', () => {
  const metric = defineMetric({ name: 'nothing', summary: 'Zero', options: z.strictObject({}), evaluate: () => 0 });
  expect([hasChecks(metric), hasChecks(named('.c'))]).toEqual([false, true]);
  expect(() => checkPlugin(metric, given)).toThrow('There are no checks of the kind "metric" (nothing). There are: basis, ');
});
