import * as z from '@knotwork/plugin/zod';

const MARK = 'knotwork/data-set-name';

/**
 * A place in a stage's options where one of the file's data sets is named. Left out, it is the only one; where there are several, one
 * must be named.
 */
export function dataSetName(): z.ZodDefault<z.ZodString> {
  return z.string().meta({ [MARK]: true }).default('');
}

/** Whether a schema, seen behind its default, was made by {@link dataSetName}. */
export function isDataSetName(schema: z.ZodType): boolean {
  return schema.meta()?.[MARK] === true;
}
