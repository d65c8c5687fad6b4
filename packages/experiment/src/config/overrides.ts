import { type Catalog, didYouMean, type z } from '@knotwork/plugin';
import { parse } from 'yaml';
import { badOverride } from './errors.js';
import { expand, optionsOf } from './expand.js';
import { alternativeFor, defaultOf, isBlock, shapeOf } from './schema.js';

type Tree = Record<string, unknown> | unknown[];

/**
 * Applies `path=value` to a tree whose short forms are written out. Returns a new tree; the given one stays.
 *
 * @throws KnotworkError `input` when the override cannot be read or addresses no place of the schema
 */
export function applyOverride(schema: z.ZodType, tree: Tree, override: string, catalog: Catalog): { tree: Tree; path: string } {
  const { path, value } = readOverride(override);
  const result = structuredClone(tree);
  place(schema, result, path.split('.'), value, override, catalog);
  return { tree: result, path };
}

function readOverride(override: string): { path: string; value: unknown } {
  const [path, text] = split(override);
  if (/^[+~]/.test(override)) throw badOverride(override, 'begins with a sign that is reserved for studies. Write path=value.');
  if (text === undefined || path === '') throw badOverride(override, 'must be path=value, such as network.basis.intervals=8.');
  let value: unknown;
  try { value = parse(text, { version: '1.2' }); } catch (error) { throw badOverride(override, `has a value that is not YAML: ${(error as Error).message.split('\n')[0]!}. Quote it for the shell.`); }
  if (typeof value === 'string' && /^[^"']*,/.test(text.trim())) throw badOverride(override, `has a comma at top level, which is reserved for studies. Write a list as ${path}=[${text}], or quote the text: ${path}='"${text}"'.`);
  return { path, value };
}

function split(override: string): [string, string | undefined] {
  const at = override.indexOf('=');
  return at < 0 ? [override, undefined] : [override.slice(0, at).trim(), override.slice(at + 1)];
}

function place(schema: z.ZodType, node: Tree, [key, ...rest]: string[], value: unknown, override: string, catalog: Catalog): void {
  const k = key!;
  const child = childSchema(schema, node, k, override, catalog);
  const target = node as Record<string, unknown>;
  if (rest.length === 0) {
    if (value === null && Array.isArray(node)) throw badOverride(override, 'would leave a hole in a list. Replace the whole list instead.');
    if (value === null) Reflect.deleteProperty(target, k);
    else target[k] = expand(child, value, catalog);
    return;
  }
  // What the file leaves out begins at its default.
  target[k] ??= expand(child, defaultOf(child) ?? (shapeOf(child).is === 'block' || shapeOf(child).is === 'record' ? {} : undefined), catalog);
  if (typeof target[k] !== 'object' || target[k] === null) throw badOverride(override, `goes below "${k}", which holds ${JSON.stringify(target[k])}, not a block.`);
  place(child, target[k] as Tree, rest, value, override, catalog);
}

/** Schema of one key or index of a node. */
function childSchema(schema: z.ZodType, node: Tree, key: string, override: string, catalog: Catalog): z.ZodType {
  const shape = shapeOf(schema);
  const among = (keys: Readonly<Record<string, z.ZodType>>): z.ZodType => {
    const found = keys[key];
    if (found === undefined) throw badOverride(override, `touches nothing: there is no key "${key}" there. Allowed: ${Object.keys(keys).join(', ')}.${didYouMean(key, Object.keys(keys))}`);
    return found;
  };
  switch (shape.is) {
    case 'block': return among(shape.keys);
    case 'record': return shape.value;
    case 'list': {
      const length = (node as unknown[]).length;
      if (!/^\d+$/.test(key) || Number(key) >= length) throw badOverride(override, `touches nothing: "${key}" must be an index from 0 to ${length - 1} of a list.`);
      return shape.element;
    }
    case 'choice': {
      const alternative = alternativeFor(shape.options, node);
      if (alternative === undefined) throw badOverride(override, `touches nothing: there is no key "${key}" there.`);
      return childSchema(alternative, node, key, override, catalog);
    }
    case 'use': {
      const name = isBlock(node) ? node['kind'] : undefined;
      const options = optionsOf(catalog, shape.kind, name);
      if (key === 'kind' || options === undefined) throw badOverride(override, `cannot reach "${key}" of ${shape.kind} "${String(name)}". Replace the block by name first: ${override.slice(0, override.indexOf(`.${key}`))}=NAME.`);
      return among((shapeOf(options) as { keys: Record<string, z.ZodType> }).keys);
    }
    case 'value': throw badOverride(override, `touches nothing: there is no key "${key}" there.`);
  }
}
