import { leaf, type Writing } from '@knotwork/algebra';

/** The same language, with what formulas read called by the names it has where they stand; others keep their own. */
export function withNames(writing: Writing, names: Readonly<Record<string, string>>): Writing {
  const named = leaf(({ name }) => names[name] ?? name);
  return { ...writing, input: named, table: named };
}
