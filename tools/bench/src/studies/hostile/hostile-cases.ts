import { type RandomStream, randomStream } from '@knotwork/numerics';
import { anyOf } from './any-of.js';
import { damagedTable } from './damaged-table.js';
import { damagedText } from './damaged-text.js';
import { damagedTree } from './damaged-tree.js';
import { EVERYDAY_TEXTS, EVERYDAY_TREES } from './everyday-files.js';
import { EXPERIMENT, type HostileCase } from './hostile-case.js';
import { HOSTILE_FORMULAS } from './hostile-formulas.js';
import { HOSTILE_VALUES } from './hostile-values.js';
import { misspelt } from './misspelt.js';
import { rawText } from './raw-text.js';

type Made = Omit<HostileCase, 'number' | 'sort'>;

/** Sorts of damage, and how many of a hundred cases are of each. */
const SORTS: readonly (readonly [sort: string, share: number, make: (stream: RandomStream) => Made])[] = [
  ['a value or key', 42, ofTree], ['the text', 24, ofText], ['a table', 20, ofTable], ['an override', 9, ofOverride], ['a formula', 5, ofFormula],
];

/** The case of a number in the sequence of a seed, whatever the others are. */
export function hostileCase(seed: number, number: number): HostileCase {
  const stream = randomStream(seed, 'hostile').fork(String(number));
  let dice = stream.next() * 100;
  const [sort, , make] = SORTS.find(([, share]) => (dice -= share) < 0) ?? SORTS[0]!;
  return { number, sort, ...make(stream) };
}

function ofTree(stream: RandomStream): Made {
  const [name, tree] = anyOf(Object.entries(EVERYDAY_TREES), stream);
  const { tree: damaged, what } = damagedTree(tree, stream);
  return { what: `${name}, ${what}`, files: { [EXPERIMENT]: rawText(damaged) }, args: [EXPERIMENT] };
}

function ofText(stream: RandomStream): Made {
  const [name, text] = anyOf(Object.entries(EVERYDAY_TEXTS), stream);
  const { content, what } = damagedText(text, stream);
  return { what: `${name}, ${what}`, files: { [EXPERIMENT]: content }, args: [EXPERIMENT] };
}

function ofTable(stream: RandomStream): Made {
  const { name, content, what, options } = damagedTable(stream);
  const tree = { knotwork: 1, name: 'tables', dataset: { kind: 'table', path: name, ...options }, network: { widths: { hidden: [[], [2]], folds: 2 } }, stages: [{ kind: 'fit', starts: { count: 1 }, steps: 2 }] };
  return { what, files: { [EXPERIMENT]: JSON.stringify(tree), [name]: content }, args: [EXPERIMENT] };
}

function ofFormula(stream: RandomStream): Made {
  const formula = anyOf(HOSTILE_FORMULAS, stream);
  const tree = { ...EVERYDAY_TREES['all'] as object, dataset: { kind: 'expression', expression: formula, domain: [-1, 1], samples: { train: 40, validation: 20, test: 20 } }, network: { widths: { hidden: [[2]], folds: 2 } } };
  return { what: `${formula.slice(0, 40)} as a formula`, files: { [EXPERIMENT]: JSON.stringify(tree) }, args: [EXPERIMENT] };
}

const PATHS = ['seed', 'name', 'network.widths', 'network.basis', 'network.basis.intervals', 'network.layers.1.basis', 'stages', 'stages.0.steps', 'stages.1.levels', 'stages.9.steps', 'dataset.samples.train', 'dataset', 'engine.precision', 'preset', 'members', 'plugins', 'a', '', '.', 'network..basis', '__proto__.x', 'constructor', 'stages.-1', 'stages.1e9.steps', 'stages.0.kind', '\u202eseed', `${'a.'.repeat(3000)}b`];

function ofOverride(stream: RandomStream): Made {
  const value = (): string => {
    const [name, hostile] = anyOf(HOSTILE_VALUES, stream);
    const text = rawText(hostile).replaceAll('\n', ' ');
    // A command line of an operating system has no zeros, and an end.
    return (text.length > 100_000 ? name : text).replaceAll('\0', '');
  };
  const override = (): string => {
    const path = anyOf(PATHS, stream);
    return anyOf([`${path}=${value()}`, `${misspelt(path, stream)}=1`, `${path}`, `${path}=`, `+${path}=1`, `${path}=1,2`, `${path}=1..5`, `=${value()}`], stream).replace(/^-+/, '');
  };
  const count = stream.next() < 0.95 ? 1 + stream.integer(2) : 300;
  const overrides = Array.from({ length: count }, override).filter((text) => text !== '');
  return { what: `${overrides.length} overrides, ${overrides[0]?.slice(0, 60) ?? ''}`, files: { [EXPERIMENT]: rawText(EVERYDAY_TREES['all']) }, args: [EXPERIMENT, ...overrides] };
}
