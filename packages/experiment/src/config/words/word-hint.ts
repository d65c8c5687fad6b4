import { type Catalog, nearest } from '@knotwork/plugin';
import type * as z from '@knotwork/plugin/zod';
import { optionsOf } from '../expand.js';
import { flowYaml } from './flow-yaml.js';
import { isBlock, shapeOf } from '../schema.js';
import type { Path } from '../written.js';
import { type BlockPlace, blockPlaces, keyWithin } from './block-places.js';
import { nameMeant } from './name-hint.js';
import { type Meaning, otherWords } from './other-words.js';
import { plainWord } from './plain-word.js';

/** A word that may not stand where it does. */
export interface Misplaced {
  readonly word: string;
  readonly value: unknown;
  /** The block that it stands in. */
  readonly block: Path;
  /** Keys that the block has. */
  readonly allowed: readonly string[];
  /** Whether an override says it, so that an override is what to type. */
  readonly isOverride?: boolean;
}

/** The file around it. */
export interface Around {
  readonly schema: z.ZodType;
  /** Short forms written out. */
  readonly tree: unknown;
  readonly catalog: Catalog;
}

/** Where a word belongs. */
interface Target {
  readonly place: BlockPlace;
  /** Keys within the block of that place. */
  readonly keys: readonly string[];
  readonly text: string;
  readonly note?: string;
  /** Plugin that has the key, where the one that is named has not. */
  readonly instead?: string;
}

/**
 * Says what a word of another library, or a key that stands in the wrong block, is called in an experiment file, where it belongs and what to type
 * there; nothing where that is not known.
 *
 * @returns a sentence with a space before, or an empty text
 */
export function wordHint(misplaced: Misplaced, around: Around): string {
  const target = targetOf(misplaced, around);
  // What is but misspelt is told as such by whoever lists the keys of the block.
  const isNear = target !== undefined && isSame(pathOf(target).slice(0, -1), misplaced.block) && nearest(misplaced.word, target.keys.slice(-1)) !== undefined;
  const isOfAnother = target === undefined || (isNear && target.instead !== undefined);
  return isOfAnother ? siblingHint(misplaced, around) : isNear ? '' : sentence(misplaced, target, around);
}

/** As {@link wordHint}, where the word is a key of its block whose value is what another library takes for it. */
export function otherMeaningHint(misplaced: Misplaced, around: Around): string {
  const search = new Search(misplaced, around);
  const target = search.amongMeanings((meaning) => fits(misplaced.value, meaning.example));
  return target === undefined || search.isWhereItStands(target) ? '' : sentence(misplaced, target, around);
}

function targetOf(misplaced: Misplaced, around: Around): Target | undefined {
  const { word, value, block, allowed } = misplaced;
  const search = new Search(misplaced, around);
  // What stands further in, and is no plugin's.
  const within = block.length === 0 ? undefined : search.elsewhere((path, place) => place.path.length <= block.length && isSame(path.slice(0, block.length), block));
  const said = within ?? search.amongMeanings((meaning) => fits(value, meaning.example));
  // A slip of one letter is likelier than a key of another block.
  return said !== undefined || nearest(word, allowed, 1) !== undefined || search.siblings() !== undefined ? said : search.elsewhere() ?? search.amongMeanings(() => true);
}

/** What is said of an option that other plugins of the kind have. */
function siblingHint(misplaced: Misplaced, around: Around): string {
  const { word, allowed } = misplaced;
  const found = nearest(word, allowed, 1) === undefined ? new Search(misplaced, around).siblings() : undefined;
  return found === undefined ? '' : ` "${word}" is an option of ${found.others.join(', ')}, and ${found.name} has none. Leave it out.`;
}

class Search {
  private readonly places: readonly BlockPlace[];
  private readonly meanings: readonly Meaning[];

  constructor(private readonly misplaced: Misplaced, private readonly around: Around) {
    const { word, block } = misplaced;
    const byNearness = (p: BlockPlace, q: BlockPlace): number => distance(p.path, block) - distance(q.path, block);
    this.places = [...blockPlaces(around.schema, around.tree, around.catalog)].sort(byNearness);
    const plain = plainWord(word);
    const meanings = otherWords.find(({ words }) => words.some((other) => plainWord(other) === plain))?.meanings ?? [];
    // What the block around the word has comes first: "lambda" of a regularizer is its strength.
    const here = this.places.find((p) => isSame(p.path, block))?.kind;
    this.meanings = [...meanings].sort((a, b) => Number(b.of === here) - Number(a.of === here));
  }

  amongMeanings(isMeant: (meaning: Meaning) => boolean): Target | undefined {
    const meanings = this.meanings.filter(isMeant);
    for (const meaning of meanings) {
      for (const place of this.places.filter((p) => p.kind === meaning.of)) {
        const found = keyWithin(place.schema, meaning.key);
        if (found !== undefined) return { place, keys: found.keys, ...this.written(meaning, found.schema) };
      }
    }
    for (const meaning of meanings) {
      const place = this.places.find((p) => p.kind === meaning.of);
      const options = place === undefined || place.kind === 'file' ? undefined : optionsOf(this.around.catalog, place.kind, meaning.with);
      const found = options === undefined ? undefined : keyWithin(options, meaning.key);
      if (place !== undefined && found !== undefined) return { place, keys: found.keys, instead: meaning.with!, ...this.written(meaning, found.schema) };
    }
    return undefined;
  }

  /** The nearest other block that has the word for a key and takes its value. @param isWanted which paths count */
  elsewhere(isWanted: (path: Path, place: BlockPlace) => boolean = () => true): Target | undefined {
    const { word, value } = this.misplaced;
    for (const place of this.places) {
      const found = word.includes('.') ? undefined : keyWithin(place.schema, word);
      if (found === undefined || !(value === undefined || found.schema.safeParse(value).success) || !isWanted([...place.path, ...found.keys], place)) continue;
      return { place, keys: found.keys, text: value === undefined ? '...' : flowYaml(value) };
    }
    return undefined;
  }

  /** The plugin in whose options the word stands, and others of its kind that have such an option and are not in the file; nothing where none has. */
  siblings(): { readonly name: string; readonly others: readonly string[] } | undefined {
    const { word, block } = this.misplaced;
    const here = this.places.find((p) => isSame(p.path, block));
    // Where the file has one that takes it, that is meant.
    if (here === undefined || here.kind === 'file' || this.places.some((p) => p.kind === here.kind && keyWithin(p.schema, word) !== undefined)) return undefined;
    const others = this.around.catalog.list(here.kind).map(({ definition }) => definition).filter(({ name, options }) => name !== here.name && Object.hasOwn(options.shape, word)).map(({ name }) => name);
    return others.length === 0 ? undefined : { name: here.name, others };
  }

  isWhereItStands(target: Target): boolean {
    return isSame(pathOf(target), [...this.misplaced.block, this.misplaced.word]);
  }

  /** The value as it is to be typed: the one that was given, where it is of the form that is needed. */
  private written({ example, write = 'VALUE', note }: Meaning, schema: z.ZodType): Pick<Target, 'text' | 'note'> {
    const given = this.givenName(schema) ?? this.misplaced.value;
    const isTaken = fits(given, example) && (write !== 'VALUE' || schema.safeParse(given).success);
    return { text: write.replace('VALUE', () => flowYaml(isTaken ? given : example)), ...(note === undefined ? {} : { note }) };
  }

  /** Where a plugin is named: the installed one that was meant. */
  private givenName(schema: z.ZodType): unknown {
    const { value } = this.misplaced;
    const shape = shapeOf(schema);
    if (shape.is !== 'use' || typeof value !== 'string') return undefined;
    const installed = this.around.catalog.list(shape.kind).map(({ definition }) => definition.name);
    return installed.includes(value) ? value : nameMeant(shape.kind, value, installed) ?? null;
  }
}

function sentence({ word, block, isOverride = false }: Misplaced, target: Target, around: Around): string {
  const { place, keys, note, instead } = target;
  const full = pathOf(target);
  const home = full.slice(0, -1);
  const subject = instead !== undefined ? `"${word}" is "${keys.join('.')}" of ${instead}, and ${place.name} at ${place.path.join('.')} has none`
    : isSame(home, block) ? `"${word}" is called "${keys.at(-1)!}" here`
    : full.at(-1) === word ? `"${word}" belongs to ${home.join('.') || 'the file itself'}`
    : `"${word}" is ${full.join('.')} here`;
  const { text, within } = typed(target, around);
  const remedy = isOverride ? overriding(target) : `${text} ${within.length === 0 ? 'at the top level of the file' : `in ${within.join('.')}`}`;
  return ` ${subject}: write ${remedy}${note === undefined ? '' : `; ${note}`}.`;
}

/** What to type, and the block in which to type it: the innermost one around it that is written already. */
function typed(target: Target, { schema, tree, catalog }: Around): { text: string; within: Path } {
  const { place, text, instead } = target;
  const full = pathOf(target);
  const uses = new Map(blockPlaces(schema, tree, catalog).filter((p) => p.kind !== 'file').map((p) => [p.path.join('.'), p.name]));
  if (instead !== undefined) uses.set(place.path.join('.'), instead);
  let depth = full.length - 1;
  // A plugin of which nothing but the name is written may be written as a bare name, and then has no block to write into.
  const isOpen = (path: Path): boolean => {
    if (typeof path.at(-1) === 'number') return true;
    const value = at(tree, path);
    const isReplaced = instead !== undefined && isSame(path, place.path);
    return isBlock(value) && !isReplaced && !(uses.has(path.join('.')) && Object.keys(value).length === 1);
  };
  while (depth > 0 && !isOpen(full.slice(0, depth))) depth--;
  let inner = text;
  for (let i = full.length - 1; i > depth; i--) {
    const name = uses.get(full.slice(0, i).join('.'));
    inner = `{ ${name === undefined ? '' : `kind: ${name}, `}${full[i]!}: ${inner} }`;
  }
  return { text: `${full[depth]!}: ${inner}`, within: full.slice(0, depth) };
}

function overriding({ place, keys, text, instead }: Target): string {
  const path = place.path.join('.');
  if (instead !== undefined) return `'${path}={ kind: ${instead}, ${keys.reduceRight((inner, key) => `${key}: ${inner.includes(': ') ? `{ ${inner} }` : inner}`, text)} }'`;
  const override = `${[...place.path, ...keys].join('.')}=${text}`;
  return /[\s'"()*$&;<>|{}[\]]/.test(text) ? `'${override}'` : override;
}

/** Whether a value is of the form of another: a number, a text, a list of numbers. */
function fits(value: unknown, example: unknown): boolean {
  if (Array.isArray(example)) return Array.isArray(value) && value.length > 0 && value.every((v) => typeof v === typeof example[0]);
  return typeof value === typeof example && value !== null && !Array.isArray(value);
}

const pathOf = ({ place, keys }: Target): Path => [...place.path, ...keys];
const at = (tree: unknown, path: Path): unknown => path.reduce<unknown>((v, k) => (typeof v === 'object' && v !== null && Object.hasOwn(v, k) ? (v as Record<string | number, unknown>)[k] : undefined), tree);
const isSame = (a: Path, b: Path): boolean => a.length === b.length && a.every((k, i) => String(k) === String(b[i]));

/** Steps up and down that lead from one block to another. */
function distance(a: Path, b: Path): number {
  let common = 0;
  while (common < Math.min(a.length, b.length) && String(a[common]) === String(b[common])) common++;
  return a.length + b.length - 2 * common;
}
