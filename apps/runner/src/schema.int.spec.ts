import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { readExperiment } from '@knotwork/experiment/texts';
import { type SessionEnded, session, workspace } from './fixtures/knotwork.js';
import { workplace } from './fixtures/workplace.js';

const files = readdirSync(join(workspace, 'examples'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml')).map((file) => join('examples', file)).sort();
const studies = files.filter((file) => file.startsWith(join('examples', 'studies')));
const examples = files.filter((file) => !studies.includes(file));
const read = (file: string): string => readFileSync(join(workspace, file), 'utf8');
const own = examples.filter((file) => readExperiment(read(file), file).plugins.length > 0);
const { folder, remove } = workplace({});
let ended: readonly SessionEnded[];
let check: ValidateFunction;

beforeAll(async () => {
  ended = await session([['schema'], ['schema', 'experiment'], ['schema', 'experimant'], ...own.map((file) => ['schema', 'experiment', join(workspace, file)]), ['schema', 'study']], { cwd: folder });
  check = compiled(ended[0]!);
}, 60_000);
afterAll(remove);

function compiled({ stdout }: SessionEnded): ValidateFunction {
  return new Ajv({ strict: true, strictRequired: false, allowUnionTypes: true }).compile(JSON.parse(stdout) as object);
}

test('knotwork schema prints one JSON Schema, with or without its name, and says which there are', () => {
  expect(ended[0]).toMatchObject({ status: 0, stderr: '' });
  expect(ended.flatMap(({ written }) => written)).toEqual([]);
  expect(ended[1]!.stdout).toBe(ended[0]!.stdout);
  expect(ended[2]).toMatchObject({ status: 2, stdout: '', stderr: 'knotwork: There is a schema of "experiment" and "study"; got "experimant". Did you mean "experiment"?\n' });
});

test('every example is as its schema says, and one whose plugins are its own as that for the file', () => {
  expect(examples.length).toBeGreaterThan(9);
  for (const file of examples) {
    const validate = own.includes(file) ? compiled(ended[3 + own.indexOf(file)]!) : check;
    expect([file, validate(readExperiment(read(file), file).tree), validate.errors]).toEqual([file, true, null]);
    if (own.includes(file)) expect([file, check(readExperiment(read(file), file).tree)]).toEqual([file, false]);
  }
});

test('every study among the examples is as the schema of studies says, and not where a key of its own is misspelt', () => {
  const validate = compiled(ended.at(-1)!);
  expect(studies.length).toBeGreaterThan(1);
  for (const file of studies) {
    const { tree } = readExperiment(read(file), file);
    expect([file, validate(tree), validate.errors]).toEqual([file, true, null]);
    for (const key of Object.keys(tree)) {
      const { [key as 'name']: value, ...others } = tree as Readonly<Record<string, unknown>>;
      expect([file, key, validate({ ...others, [`${key}x`]: value })]).toEqual([file, key, false]);
    }
  }
});

test('an example in which any key is misspelt is not', () => {
  let misspelt = 0;
  for (const file of examples.filter((one) => !own.includes(one))) {
    const { tree } = readExperiment(read(file), file);
    for (const change of misspellings(tree)) {
      misspelt++;
      expect([file, JSON.stringify(change), check(change)]).toEqual([file, JSON.stringify(change), false]);
    }
  }
  expect(misspelt).toBeGreaterThan(150);
});

/** Blocks whose keys are names that a file gives. */
const NAMED = ['datasets', 'coordinates', 'constants', 'parameters'];

/** A tree with one key after the other misspelt; names that a file gives and numbers of layers are no keys. */
function misspellings(tree: unknown): unknown[] {
  if (typeof tree !== 'object' || tree === null) return [];
  if (Array.isArray(tree)) return tree.flatMap((entry, i) => misspellings(entry).map((changed) => tree.with(i, changed)));
  return Object.entries(tree).flatMap(([key, value]) => [
    ...(/^\d+$/.test(key) ? [] : [{ ...Object.fromEntries(Object.entries(tree).filter(([k]) => k !== key)), [`${key}x`]: value }]),
    ...(NAMED.includes(key) ? Object.entries(value as object).flatMap(([name, of]) => misspellings(of).map((changed) => ({ ...tree, [key]: { ...value as object, [name]: changed } })))
      : misspellings(value).map((changed) => ({ ...tree, [key]: changed }))),
  ]);
}
