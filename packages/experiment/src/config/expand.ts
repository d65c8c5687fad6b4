import type { Catalog, Kind } from '@knotwork/plugin';
import type * as z from '@knotwork/plugin/zod';
import { alternativeFor, childOf, isBlock, shapeOf } from './schema.js';

/** Options schema of a named plugin, or undefined when there is no such plugin. */
export function optionsOf(catalog: Catalog, kind: Kind, name: unknown): z.ZodObject | undefined {
  return catalog.list(kind).find((e) => e.definition.name === name)?.definition.options;
}

/**
 * Writes short forms out: wherever a plugin is named by a bare string, `{ kind: string }` stands afterwards. A key without a value
 * (`basis:` and nothing more, as when all below it is commented out) counts as left out, as `path=null` does.
 */
export function expand(schema: z.ZodType, value: unknown, catalog: Catalog): unknown {
  const shape = shapeOf(schema);
  switch (shape.is) {
    case 'use': {
      if (typeof value === 'string') return { kind: value };
      const options = isBlock(value) ? optionsOf(catalog, shape.kind, value['kind']) : undefined;
      if (!isBlock(value) || options === undefined) return value;
      const { kind, ...rest } = value;
      return { kind, ...(expand(options, rest, catalog) as object) };
    }
    case 'block': case 'record': return isBlock(value) ? expandBlock(schema, value, catalog) : value;
    case 'list': case 'tuple': {
      if (!Array.isArray(value)) return value;
      return value.map((v, i) => { const child = childOf(schema, i, value); return child === undefined ? v : expand(child, v, catalog); });
    }
    case 'choice': {
      const alternative = alternativeFor(shape.options, value);
      return alternative === undefined ? value : expand(alternative, value, catalog);
    }
    case 'data-set-name': case 'value': return value;
  }
}

function expandBlock(schema: z.ZodType, block: Readonly<Record<string, unknown>>, catalog: Catalog): unknown {
  return Object.fromEntries(Object.entries(block).flatMap(([k, v]) => {
    const child = childOf(schema, k, block);
    if (child === undefined) return [[k, v]];
    // Where null is a value of its own it stays.
    return v === null && !child.safeParse(null).success ? [] : [[k, expand(child, v, catalog)]];
  }));
}
