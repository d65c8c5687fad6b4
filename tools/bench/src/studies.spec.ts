import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { UsageError } from './lib/program.js';
import { findStudy, studies, studyList } from './studies.js';

test('every folder of studies is in the list, in order', () => {
  expect(Object.keys(studies)).toEqual(readdirSync(fileURLToPath(new URL('./studies/', import.meta.url))).sort());
});

test.each(Object.keys(studies))('%s loads, and its help begins with how to call it', async (name) => {
  const { study } = await findStudy(name).load();
  expect(study.help.split('\n')[0]).toMatch(new RegExp(`^npm run -s bench -- ${name}( |$)`));
});

test('a line says name, what is measured and how long it takes', () => {
  expect(studyList()).toHaveLength(Object.keys(studies).length);
  for (const line of studyList()) expect(line).toMatch(/^ {2}[a-z]+(-[a-z]+)* +\S.* {2}\S.*$/);
});

test('a name that no study has gets the nearest and all there are', () => {
  expect(() => findStudy('sedes')).toThrow(UsageError);
  expect(() => findStudy('sedes')).toThrow('There is no study "sedes". Did you mean "seeds"? Studies: arms, ');
  expect(() => findStudy('toString')).toThrow('There is no study "toString". Studies: arms, ');
});
