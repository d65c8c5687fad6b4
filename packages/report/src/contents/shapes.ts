import * as z from '@knotwork/plugin/zod';

// As much of the files as is relied on: what was written by a run of ours passes, and what was cut or changed by hand is told before it is used.
const numbers = z.record(z.string(), z.number().nullable());
const metrics = z.looseObject({ train: numbers, validation: numbers.nullish(), test: numbers.nullish(), stage: numbers.optional() });
const parameters = z.looseObject({ effective: z.number(), trainable: z.number(), grid: z.number() });
const smoothing = z.looseObject({ effects: z.array(z.number().nullable()), noise: z.array(z.number().nullable()).nullish(), edges: z.array(z.looseObject({ layer: z.number(), from: z.number(), to: z.number() })) });
const stage = z.looseObject({
  kind: z.string(), metrics: metrics.optional(), dataSets: z.record(z.string(), metrics).optional(), smoothing: smoothing.optional(),
  rungs: z.array(z.looseObject({ level: z.array(z.number().nullable()), metrics, parameters })).optional(),
  pruned: z.looseObject({ edges: z.array(z.unknown()), nodes: z.array(z.unknown()) }).optional(), left: z.looseObject({ edges: z.number() }).optional(),
  edge: z.looseObject({ layer: z.number(), from: z.number(), to: z.number() }).optional(), f: z.looseObject({ kind: z.string() }).optional(),
  read: z.number().optional(), stays: z.number().optional(),
  residuals: numbers.optional(), estimates: numbers.optional(), standardErrors: numbers.optional(), relativeL2: numbers.optional(), drift: numbers.optional(), noDrift: z.record(z.string(), z.string()).optional(),
});
const constant = z.looseObject({ text: z.string(), value: z.number(), error: z.number().nullable(), isExact: z.boolean() });
const equation = z.looseObject({
  name: z.string(), text: z.string(), complexity: z.number(), constants: z.array(constant), noise: z.looseObject({ power: z.number(), size: z.number() }).nullish(),
  difference: z.looseObject({ rows: z.number(), largest: z.number().nullable(), rootMeanSquare: z.number().nullable() }).nullable(),
  error: z.looseObject({ train: z.number().nullable(), validation: z.number().nullable(), test: z.number().nullish() }).optional(),
  outside: z.array(z.looseObject({ part: z.string(), rows: z.number(), first: z.number() })).optional(),
  leftOver: z.looseObject({ along: z.string().nullable(), together: z.literal(true).optional(), correlation: z.number(), p: z.number() }).nullish(),
});
const compared = z.array(z.looseObject({ loss: z.number().nullable() }));

/** Of `result.json`. */
export const resultShape = z.looseObject({
  status: z.string(), metrics: metrics.nullish(), dataSets: z.record(z.string(), metrics).optional(), targets: z.record(z.string(), metrics).optional(), stages: z.array(stage).optional(),
  network: z.looseObject({ widths: z.array(z.number()), parameters, edges: z.looseObject({ free: z.number(), symbolic: z.number().optional(), pruned: z.number() }) }).nullish(),
  simple: z.looseObject({ on: z.enum(['test', 'validation']) }).nullish(), outside: z.looseObject({ inputs: z.record(z.string(), z.looseObject({ rows: z.number() })) }).nullish(),
  formula: z.looseObject({ outputs: z.array(equation) }).nullish(), before: z.looseObject({ run: z.string().nullable() }).optional(),
  choice: z.looseObject({ networks: compared, simple: compared, text: z.string() }).optional(),
  members: z.array(z.looseObject({ status: z.string(), metrics: metrics.nullish(), isLeftOut: z.boolean() })).optional(),
});

/** A network that was made anew; one that was gone on from says where it lay. */
const network = z.union([z.looseObject({ widths: z.unknown(), basis: z.looseObject({ kind: z.string() }) }), z.looseObject({ from: z.looseObject({ path: z.string() }) })]);

/** Of `run.json`. */
export const recordShape = z.looseObject({
  id: z.string().optional(), overrides: z.array(z.string()).optional(), data: z.record(z.string(), z.string()).optional(),
  experiment: z.looseObject({ name: z.string(), network }).optional(),
});

/** Of `timing.json`. */
export const timingShape = z.looseObject({ finished: z.string().optional(), seconds: z.number().optional(), stages: z.array(z.looseObject({ seconds: z.number() })).optional() });

/** Of a line of `metrics.jsonl`. */
export const eventShape = z.looseObject({ event: z.string(), text: z.string().optional(), loss: z.number().nullish(), validation: z.number().nullish() });
