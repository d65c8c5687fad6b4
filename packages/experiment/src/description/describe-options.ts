import type { OptionsSchema } from '@knotwork/plugin';
import type * as z from '@knotwork/plugin/zod';
import { stringify } from 'yaml';
import { expectation } from '../config/expectation.js';
import { defaultOf, inner, isBlock, shapeOf } from '../config/schema.js';

/** One option of a plugin, in words. */
export interface OptionDescription {
  /** Path within the plugin's block, such as `samples.train`. */
  readonly name: string;
  /** What it must be, such as "a whole number from 1 to 7". */
  readonly expects: string;
  /** As a file would say it; null where there is none. */
  readonly default: string | null;
  /** Whether a file must say it. */
  readonly isRequired: boolean;
  readonly meaning: string;
}

/** Options in the order of their declaration; those of a block within, one by one. */
export function describeOptions(options: OptionsSchema): readonly OptionDescription[] {
  return Object.entries(options.shape).flatMap(([name, schema]) => describe(name, schema as z.ZodType, defaultOf(schema as z.ZodType)));
}

/** @param value the default, that of the block around it included */
function describe(name: string, schema: z.ZodType, value: unknown): OptionDescription[] {
  const shape = shapeOf(schema);
  const mayBeLeftOut = value !== undefined || shape.is === 'data-set-name' || schema.safeParse(undefined).success;
  if (shape.is === 'block') {
    return Object.entries(shape.keys).flatMap(([key, child]) => describe(`${name}.${key}`, child, isBlock(value) ? value[key] : defaultOf(child)))
      .map((option) => (mayBeLeftOut ? { ...option, isRequired: false } : option));
  }
  return [{
    // Which data set is meant depends on the file.
    name, expects: expectation(schema), default: shape.is === 'data-set-name' ? null : defaultText(value), isRequired: !mayBeLeftOut,
    meaning: schema.description ?? inner(schema).description ?? '',
  }];
}

/** A value as YAML in one line; a plugin without options by its name. */
function defaultText(value: unknown): string | null {
  if (value === undefined) return null;
  if (isBlock(value) && typeof value['kind'] === 'string' && Object.keys(value).length === 1) return value['kind'];
  return stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trimEnd();
}
