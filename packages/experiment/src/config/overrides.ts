import { type Catalog, didYouMean } from '@knotwork/plugin';
import type * as z from '@knotwork/plugin/zod';
import { badOverride, short } from './errors.js';
import { expand, optionsOf } from './expand.js';
import { childOf, closest, defaultOf, shapeOf } from './schema.js';
import { listed, pluginRemedy } from './value-errors.js';
import { type Around, nameMeant, otherMeaningHint, wordHint, type Words } from './words/index.js';
import { readYaml } from './yaml-text.js';

type Tree = Record<string, unknown> | unknown[];

/** What is known of words, for messages. */
export const words: Words = { nameMeant, otherMeaningHint, wordHint };

/** A tree after an override. */
export interface Overridden {
  readonly tree: Tree;
  readonly path: string;
  /** What stands at the path now, short forms written out; null where the default was restored. */
  readonly value: unknown;
}

/**
 * Applies `path=value` to a tree whose short forms are written out. Returns a new tree; the given one stays.
 *
 * @throws KnotworkError `input` when the override cannot be read or addresses no place of the schema
 */
export function applyOverride(schema: z.ZodType, tree: Tree, override: string, catalog: Catalog): Overridden {
  const { path, value } = readOverride(override);
  const result = structuredClone(tree);
  const placed = new Placement(override, value, { schema, tree, catalog }).place(schema, result, [], path.split('.'), value);
  return { tree: result, path, value: placed };
}

/** `a < b ? c : d`, in no quotation marks, list or block. */
const CHOICE = /^[^"'[{?][^?]*\?\s*\S.*:\s/;

function readOverride(override: string): { path: string; value: unknown } {
  if (/^\s*[+~]/.test(override)) throw badOverride(override, 'begins with a sign that is reserved for studies. Write path=value.');
  const at = override.indexOf('=');
  const path = override.slice(0, Math.max(at, 0)).trim();
  if (at < 0 || path.split('.').includes('')) throw badOverride(override, 'must be path=value, such as network.basis.intervals=8.');
  if (/^plugins(\.|$)/.test(path)) throw badOverride(override, 'comes too late: plugin packages are loaded before overrides are applied. Name them in the file, under plugins.');
  const text = override.slice(at + 1).trim();
  if (hasCommaAtTop(text)) throw badOverride(override, `has a comma at top level, which is reserved for studies. Write a list as ${path}=[${text}], or quote the text: ${path}='"${text}"'.`);
  // To YAML the colon of a choice ends a key.
  if (CHOICE.test(text)) return { path, value: text };
  const { value } = readYaml(text, (reason) => badOverride(override, `has a value that is not plain YAML: ${reason}. To give it as a text, quote it twice: ${path}='"..."'.`));
  if (value === null && !/^(null|Null|NULL|~)$/.test(text)) throw badOverride(override, `has no value. Write ${path}=VALUE; ${path}=null restores the default where there is one.`);
  return { path, value };
}

/** Whether a comma stands outside of quotes and of every kind of bracket. A quotation mark within a word is an apostrophe. */
function hasCommaAtTop(text: string): boolean {
  const unquoted = text.replace(/(^|[\s,:([{])("(?:\\.|[^"\\])*"|'(?:''|[^'])*')/g, '$1');
  let depth = 0;
  for (const c of unquoted) {
    if ('([{'.includes(c)) depth++;
    else if (')]}'.includes(c)) depth = Math.max(0, depth - 1);
    else if (c === ',' && depth === 0) return true;
  }
  return false;
}

/** One override on its way down the tree. */
class Placement {
  private readonly catalog: Catalog;

  constructor(private readonly override: string, private readonly given: unknown, private readonly around: Around) {
    this.catalog = around.catalog;
  }

  /** Puts the value in place and returns it, expanded. @param above path of `node` */
  place(schema: z.ZodType, node: Tree, above: readonly string[], [key, ...rest]: readonly string[], value: unknown): unknown {
    const k = key!;
    const child = this.child(schema, node, above, k);
    const target = node as Record<string, unknown>;
    const path = [...above, k];
    if (rest.length === 0) {
      if (value === null && Array.isArray(node)) throw this.refuse('would leave a hole in a list. Replace the whole list instead.');
      if (value === null) { Reflect.deleteProperty(target, k); return null; }
      return (target[k] = expand(child, value, this.catalog));
    }
    const isThere = Object.hasOwn(target, k);
    const below = isThere ? target[k] : expand(child, beginning(child), this.catalog);
    if (typeof below !== 'object' || below === null) {
      const what = below === undefined ? 'is not there yet' : `holds ${short(below)}, not a block`;
      throw this.refuse(`goes below ${path.join('.')}, which ${what}. Write ${path.join('.')}=VALUE first.`);
    }
    const placed = this.place(child, below as Tree, path, rest, value);
    // To restore a default below a block that is a default itself, nothing has to be written.
    if (value !== null) target[k] = below;
    return placed;
  }

  /** Schema of one key or index of a node. */
  private child(schema: z.ZodType, node: Tree, above: readonly string[], key: string): z.ZodType {
    const shape = shapeOf(schema);
    const place = above.length === 0 ? 'the file' : above.join('.');
    if (Array.isArray(node)) {
      const found = /^(0|[1-9]\d*)$/.test(key) && Number(key) < node.length ? childOf(schema, Number(key), node) : undefined;
      const range = node.length === 0 ? `${place} is an empty list. Replace it: ${place}=[...].` : `"${key}" must be an index of the list ${place}: a number from 0 to ${node.length - 1}.`;
      return found ?? this.nothing(range);
    }
    if (shape.is === 'use') return this.option(shape.kind, node['kind'], above, key);
    const alternative = shape.is === 'choice' ? closest(shape.options, node)[0] : schema;
    if (shape.is === 'choice' && alternative !== undefined) return this.child(alternative, node, above, key);
    const found = key === '__proto__' ? undefined : childOf(schema, key, node);
    return found ?? this.among(shape.is === 'block' ? shape.keys : {}, above, key);
  }

  private option(kind: Parameters<Catalog['list']>[0], name: unknown, above: readonly string[], key: string): z.ZodType {
    const place = above.join('.');
    if (key === 'kind') throw this.refuse(`changes the kind of a block and would leave the options of another. Replace the block: ${place}=NAME.`);
    const options = optionsOf(this.catalog, kind, name);
    if (options !== undefined) return childOf(options, key, {}) ?? this.among(options.shape, above, key);
    if (typeof name !== 'string') throw this.refuse(`goes below ${place}, which names no ${kind}. Write ${place}=NAME first.`);
    const installed = this.catalog.list(kind).map((e) => e.definition.name);
    throw this.refuse(`goes into the ${kind} "${name}" at ${place}, which has no options or is not installed. ${listed(installed)}${pluginRemedy(name, installed, kind, words)}`);
  }

  private among(keys: Readonly<Record<string, unknown>>, above: readonly string[], key: string): never {
    const allowed = Object.keys(keys);
    // A path that goes on behind the key has its value for something else.
    const value = this.override.slice(0, this.override.indexOf('=')).trim().endsWith(`.${key}`) || this.override.startsWith(`${key}=`) ? this.given : undefined;
    const hint = wordHint({ word: key, value, block: above.map((k) => (/^\d+$/.test(k) ? Number(k) : k)), allowed, isOverride: true }, this.around);
    return this.nothing(`there is no key "${key}" in ${above.join('.') || 'the file'}.${allowed.length === 0 ? '' : ` Allowed: ${allowed.join(', ')}.`}${hint || didYouMean(key, allowed)}`);
  }

  private nothing(reason: string): never { throw this.refuse(`touches nothing: ${reason}`); }

  private refuse(reason: string): Error { return badOverride(this.override, reason); }
}

/** What a place that the file leaves out holds before something below it is set: its default, or an empty block where one may stand. */
function beginning(schema: z.ZodType): unknown {
  const standard = defaultOf(schema);
  if (typeof standard === 'object' && standard !== null) return structuredClone(standard);
  const shape = shapeOf(schema);
  const shapes = shape.is === 'choice' ? shape.options.map(shapeOf) : [shape];
  return shapes.some((s) => s.is === 'block' || s.is === 'record') ? {} : standard;
}
