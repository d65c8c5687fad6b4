import type { Catalog, Kind, z } from '@knotwork/plugin';
import { alternativeFor, isBlock, shapeOf } from './schema.js';

/** Options schema of a named plugin, or undefined when there is no such plugin. */
export function optionsOf(catalog: Catalog, kind: Kind, name: unknown): z.ZodObject | undefined {
  return catalog.list(kind).find((e) => e.definition.name === name)?.definition.options;
}

/** Writes short forms out: wherever a plugin is named by a bare string, `{ kind: string }` stands afterwards. */
export function expand(schema: z.ZodType, value: unknown, catalog: Catalog): unknown {
  const shape = shapeOf(schema);
  const within = (s: z.ZodType | undefined, v: unknown): unknown => (s === undefined ? v : expand(s, v, catalog));
  switch (shape.is) {
    case 'use': {
      if (typeof value === 'string') return { kind: value };
      const options = isBlock(value) ? optionsOf(catalog, shape.kind, value['kind']) : undefined;
      if (!isBlock(value) || options === undefined) return value;
      const { kind, ...rest } = value;
      return { kind, ...(expand(options, rest, catalog) as object) };
    }
    case 'block': return isBlock(value) ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, within(shape.keys[k], v)])) : value;
    case 'list': return Array.isArray(value) ? value.map((v) => within(shape.element, v)) : value;
    case 'record': return isBlock(value) ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, within(shape.value, v)])) : value;
    case 'choice': return within(alternativeFor(shape.options, value), value);
    case 'value': return value;
  }
}
