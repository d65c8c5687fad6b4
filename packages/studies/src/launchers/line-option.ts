import * as z from '@knotwork/plugin/zod';

/** An option that stands in a line of a script. @param what it is, for people */
export const line = (what: string) => z.string().min(1).regex(/^[^\n\r]*$/, 'must be one line').describe(what);
