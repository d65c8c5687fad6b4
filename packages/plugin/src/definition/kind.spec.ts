import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { callPlugin } from './call-plugin.js';
import { called } from './declared-parts.js';
import { type Definition, isDefinition } from './definition.js';
import { declaredKind, defineKind } from './kind.js';
import { defineFunction } from '../kinds/function.js';

declare module '../model/definition-of.js' {
  interface DefinitionOf { launcher: Launcher }
}

interface Launcher extends Definition<'launcher'> { start(): number }

const launcherKind = defineKind<Launcher>({
  name: 'launcher', about: 'A launcher starts trials.', parts: { start: called }, returns: { start: z.number() },
  checks: ({ name, start }) => [{ name: `${name} starts`, run: () => (start() > 0 ? Promise.resolve() : Promise.reject(new Error('it did not'))) }],
});
const local = (start: () => number): Launcher => launcherKind.define({ name: 'local', summary: 'Starts here', options: z.strictObject({}), start });

test('a plugin of a declared kind is defined as others are, and knows its kind', () => {
  const definition = local(() => 1);
  expect([definition.kind, isDefinition(definition), Object.isFrozen(definition), declaredKind(definition)]).toEqual(['launcher', true, true, launcherKind]);
  expect(Object.keys(definition)).toEqual(['kind', 'name', 'summary', 'options', 'start']);
  expect(declaredKind(defineFunction({ name: 'identity', summary: 'x', options: z.strictObject({}), apply: (x) => x }))).toBeUndefined();
  expect(() => launcherKind.define({ name: 'local', summary: 'Starts here', options: z.strictObject({}), stat: () => 1 } as never))
    .toThrow('The launcher "local" has a part "stat" that nothing reads. Did you mean "start"?');
});

test('what its functions return is held to what the kind says', () => {
  expect(callPlugin(local(() => 2), 'start', () => 2)).toBe(2);
  expect(() => callPlugin(local(() => 2), 'start', () => 'two')).toThrow('"start" of the launcher "local" must return a number; it returned "two". Report it');
});

test('a name that no kind may have is refused', () => {
  const named = (name: string): unknown => defineKind<Definition>({ name: name as never, about: 'x', parts: {} });
  expect(() => named('Launcher')).toThrow('The name of a kind must be kebab-case, such as "grid"; got "Launcher".');
  expect(() => named('basis')).toThrow('The kind "basis" is one of the contract. Choose another name.');
});
