import type { RandomStream } from '@knotwork/numerics';
import { anyOf } from './any-of.js';
import { HOSTILE_VALUES } from './hostile-values.js';
import { misspelt } from './misspelt.js';
import { Pairs } from './raw-text.js';

type Path = readonly (string | number)[];

/** Every place of a tree, the root excepted. */
function placesIn(tree: unknown, path: Path = []): Path[] {
  if (typeof tree !== 'object' || tree === null) return [];
  return Object.entries(tree).flatMap(([k, v]) => { const at = [...path, Array.isArray(tree) ? Number(k) : k]; return [at, ...placesIn(v, at)]; });
}

const valueAt = (tree: unknown, path: Path): unknown => path.reduce<unknown>((v, k) => (v as Record<string | number, unknown>)[k], tree);

/** A copy with something else at a path; undefined to take it out. */
function changed(tree: unknown, [key, ...rest]: Path, change: (block: Record<string, unknown> | unknown[], key: string | number) => unknown): unknown {
  if (rest.length === 0) return change(tree as unknown[], key!);
  const below = changed((tree as Record<string | number, unknown>)[key!], rest, change);
  return Array.isArray(tree) ? tree.map((v: unknown, i) => (i === key ? below : v)) : { ...(tree as object), [key!]: below };
}

const put = (value: unknown) => (block: Record<string, unknown> | unknown[], key: string | number): unknown =>
  (Array.isArray(block) ? block.map((v, i) => (i === key ? value : v)) : { ...block, [key]: value });

/** A tree that is wrong in one place, and what is wrong. */
export function damagedTree(tree: unknown, stream: RandomStream): { readonly tree: unknown; readonly what: string } {
  const path = anyOf(placesIn(tree), stream);
  const place = path.join('.');
  const value = valueAt(tree, path);
  const at = (what: string, replacement: unknown): { tree: unknown; what: string } => ({ tree: changed(tree, path, put(replacement)), what: `${place}: ${what}` });
  const [dice, other] = [stream.next(), stream.next()];
  if (dice < 0.5) {
    const [name, hostile] = anyOf(HOSTILE_VALUES, stream);
    return at(name, hostile);
  }
  if (dice < 0.6) {
    if (typeof value === 'number') return at('another number', anyOf([-value, value * 1e6, value + 0.5, value * 1e-6, -1 - value, String(value), [value], value * 1e12], stream));
    if (typeof value === 'string') return at('another text', anyOf([misspelt(value, stream), value.toUpperCase(), `${value} `, [value], { [value]: value }, value.repeat(300), { kind: misspelt(value, stream) }, `${value}\u0007`], stream));
    if (Array.isArray(value)) return at('another list', anyOf<unknown>([[], [...value, ...value], [...(value as unknown[])].reverse(), Array.from({ length: 200 }, () => value as unknown).flat(), { ...value }, [value], value[0], [...value, null]], stream));
    return at('no block', anyOf<unknown>([[], [value], null, Object.keys(value ?? {}), Object.entries(value ?? {}), JSON.stringify(value)], stream));
  }
  if (dice < 0.7) return { what: `${place}: left out`, tree: changed(tree, path, (block, key) => (Array.isArray(block) ? block.filter((_, i) => i !== key) : Object.fromEntries(Object.entries(block).filter(([k]) => k !== key)))) };
  if (dice < 0.85) {
    return { what: `${place}: another key`, tree: changed(tree, path, (block, key) => {
      if (Array.isArray(block)) return Object.fromEntries(Object.entries(block));
      const wanted = other < 0.7 ? misspelt(String(key), stream) : anyOf(['', '__proto__', 'constructor', ' ', 'a.b', '0', 'kind', 'null', '\u202ekey', 'k'.repeat(900), 'lr', 'epochs', '\n'], stream);
      return Object.fromEntries(Object.entries(block).map(([k, v]) => [k === key ? wanted : k, v]));
    }) };
  }
  if (dice < 0.93) {
    return { what: `${place}: one more key`, tree: changed(tree, path, (block) => {
      if (Array.isArray(block)) return [...block, anyOf(HOSTILE_VALUES, stream)[1]];
      return { ...block, [anyOf(['extra', 'x', 'kind', 'seed', 'widths', 'steps', '', '1', 'hidden'], stream)]: anyOf(HOSTILE_VALUES, stream)[1] };
    }) };
  }
  return { what: `${place}: twice`, tree: changed(tree, path, (block, key) => (Array.isArray(block) ? [...block, value] : new Pairs([...Object.entries(block), [String(key), value]]))) };
}
