import { canonicalJson } from '@knotwork/experiment';
import type { RunContents } from '@knotwork/report';

/** A place at which runs differ: what each has there, undefined where it has nothing. */
export interface Difference { readonly path: string; readonly values: readonly unknown[] }

/** Where values of any depth differ, in the order of their keys. Lists of plain values are told whole. */
export function differences(values: readonly unknown[], path = ''): readonly Difference[] {
  if (values.every((value) => same(value, values[0]))) return [];
  if (values.every(isObject)) {
    const keys = [...new Set(values.flatMap((value) => Object.keys(value)))];
    return keys.flatMap((key) => differences(values.map((value) => value[key]), path === '' ? key : `${path}.${key}`));
  }
  if (values.every(isListOfBlocks)) {
    const most = Math.max(...values.map((value) => value.length));
    return Array.from({ length: most }, (_, k) => k).flatMap((k) => differences(values.map((value) => value[k]), `${path}.${k}`));
  }
  return [{ path, values }];
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isListOfBlocks = (value: unknown): value is readonly unknown[] => Array.isArray(value) && value.some(isObject);
const same = (a: unknown, b: unknown): boolean => a === b || (a !== undefined && b !== undefined && canonicalJson(a) === canonicalJson(b));

/** What decides what a run computes, besides its file and data. */
export function codeOf({ record }: RunContents): Readonly<Record<string, unknown>> {
  if (record === null) return {};
  const { knotwork, git, engine, versions, plugins, node, platform } = record;
  return { knotwork, git, engine, node, platform, versions, plugins };
}
