import type { Catalog, Kind } from '@knotwork/plugin';
import type * as z from '@knotwork/plugin/zod';
import { optionsOf } from '../expand.js';
import { closest, defaultOf, isBlock, shapeOf } from '../schema.js';
import type { Path } from '../written.js';

/** A block that a file has, or would have with its defaults filled in: the file itself, or a plugin and its options. */
export interface BlockPlace {
  readonly path: Path;
  readonly kind: Kind | 'file';
  /** Name of the plugin; empty for the file. */
  readonly name: string;
  readonly schema: z.ZodType;
}

/** All blocks of a tree whose short forms are written out, from the outside in; those that defaults bring included. */
export function blockPlaces(schema: z.ZodType, tree: unknown, catalog: Catalog): readonly BlockPlace[] {
  return [{ path: [], kind: 'file', name: '', schema }, ...below(schema, tree, [], catalog)];
}

function below(schema: z.ZodType, value: unknown, path: Path, catalog: Catalog): BlockPlace[] {
  const shape = shapeOf(schema);
  const inside = (keys: Readonly<Record<string, z.ZodType>>): BlockPlace[] =>
    Object.entries(keys).flatMap(([k, child]) => below(child, isBlock(value) && Object.hasOwn(value, k) ? value[k] : undefined, [...path, k], catalog));
  switch (shape.is) {
    case 'block': return inside(shape.keys);
    case 'use': {
      const used = value ?? defaultOf(schema);
      const name = isBlock(used) ? used['kind'] : used;
      const options = optionsOf(catalog, shape.kind, name);
      if (options === undefined) return [];
      return [{ path, kind: shape.kind, name: String(name), schema: options }, ...below(options, used, path, catalog)];
    }
    case 'list': return Array.isArray(value) ? value.flatMap((v, i) => below(shape.element, v, [...path, i], catalog)) : [];
    case 'record': return isBlock(value) ? Object.entries(value).flatMap(([k, v]) => below(shape.value, v, [...path, k], catalog)) : [];
    case 'choice': {
      const alternative = value === undefined ? undefined : closest(shape.options, value)[0];
      return alternative === undefined ? [] : below(alternative, value, path, catalog);
    }
    default: return [];
  }
}

/** Where a block has a key, itself or in a block of its own: the keys that lead there, and the schema of what stands there. */
export function keyWithin(schema: z.ZodType, key: string): { readonly keys: readonly string[]; readonly schema: z.ZodType } | undefined {
  const wanted = key.split('.');
  let blocks: { keys: readonly string[]; schema: z.ZodType }[] = [{ keys: [], schema }];
  // Level by level: what is nearest to the block itself is meant.
  while (blocks.length > 0) {
    for (const block of blocks) {
      const found = wanted.reduce<z.ZodType | undefined>((s, k) => (s === undefined ? undefined : keysOf(s)[k]), block.schema);
      if (found !== undefined) return { keys: [...block.keys, ...wanted], schema: found };
    }
    blocks = blocks.flatMap((block) => Object.entries(keysOf(block.schema)).map(([k, child]) => ({ keys: [...block.keys, k], schema: child })));
  }
  return undefined;
}

/** Keys of a block, or of the alternative of a choice that is one; none of anything else. No prototype: `constructor` is no key. */
function keysOf(schema: z.ZodType): Readonly<Record<string, z.ZodType>> {
  const shape = shapeOf(schema);
  const block = shape.is === 'choice' ? shape.options.map(shapeOf).find((s) => s.is === 'block') : shape;
  return block?.is === 'block' ? { ...NO_KEYS, ...block.keys, __proto__: null } as unknown as Record<string, z.ZodType> : NO_KEYS;
}

const NO_KEYS: Readonly<Record<string, z.ZodType>> = Object.freeze(Object.create(null) as Record<string, z.ZodType>);
