import * as z from '@knotwork/plugin/zod';

const names = z.array(z.string().min(1)).min(1);
const file = z.strictObject({ path: z.string().min(1), sha256: z.string().regex(/^[0-9a-f]{64}$/) });

/** What `import.json` says: all that it takes to import the same again. Paths start at its folder. */
export const importRecord = z.strictObject({
  knotwork: z.string(), name: z.string().min(1),
  file, from: z.looseObject({ kind: z.string().min(1) }), package: z.string(),
  inputs: names.exactOptional(), outputs: names.exactOptional(), classes: names.exactOptional(), target: z.string().min(1).exactOptional(), data: file.exactOptional(),
  plugins: z.array(z.string()).exactOptional(),
});

/** A network that another program trained: where it came from, and how it was read. */
export type ImportRecord = z.infer<typeof importRecord>;
