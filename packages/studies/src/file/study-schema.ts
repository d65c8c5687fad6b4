import { use } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/;
/** A whole range of seeds, as one writes it. */
export const RANGE = /^\d+\.\.\d+$/;
/** Rows that may judge. */
export const ROW_JUDGES = ['test', 'validation', 'train'] as const;
/** The same, or what a stage says of its own result. */
export const JUDGES = [...ROW_JUDGES, 'stage'] as const;

const levels = z.record(z.string().min(1), z.union([z.string(), z.number(), z.boolean(), z.array(z.union([z.string(), z.number(), z.boolean()])).min(1)]));
const overrides = z.record(z.string().min(1), z.unknown());
const arm = z.union([z.string().min(1), levels]);

/** How operations are counted. */
export const ACCOUNTS = ['local', 'dense', 'edgewise'] as const;
/** What networks may be made equal in. */
export const EQUALS = ['parameters', 'operations'] as const;

const range = z.string().regex(RANGE, 'must be a range of whole numbers, such as 1..10');
/** The study file, version 1. Names here are a public interface. */
export const studySchema = z.strictObject({
  study: z.literal(1).describe('version of this format'),
  name: z.string().max(100, 'must have at most 100 characters').regex(kebab, 'must be kebab-case, such as "grid-schedules"').describe('name of the study, in kebab-case; it is kept in studies/NAME'),
  base: z.union([z.string().min(1), z.record(z.string(), z.unknown())]).describe('the experiment that is varied: a path relative to this file, or what its file would say'),
  factors: z.record(z.string().min(1), z.union([
    z.array(z.unknown()),
    z.record(z.string(), z.unknown()),
  ])).describe('what is varied: a path of the experiment with a list of values, or a name with levels that are blocks of overrides'),
  tuning: z.record(z.string().min(1), z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())])).optional()
    .describe('what every arm may choose by validation rows, pair by pair; written as factors are, as many combinations for each arm'),
  design: use('design').default({ kind: 'factorial' }).describe('which combinations of levels are tried'),
  seeds: z.union([range, z.array(z.int().min(0)).min(1)]).describe('seeds that every arm is run with: 1..10, or a list'),
  sets: z.record(z.string().regex(kebab, 'its keys must be kebab-case, such as "first-table"'), overrides).optional().describe('data sets by name, each a block of overrides'),
  folds: z.union([z.int().min(2).max(1000), z.strictObject({
    of: z.int().min(2).max(1000).describe('number of folds'),
    repeat: z.int().min(1).default(1).describe('which random division into folds'),
  })]).optional().describe('every table is divided into so many folds, each of which has the test rows once'),
  parametersPerEdge: z.int().min(1).max(100_000).optional().describe('every basis has the resolution that comes closest to so many parameters per edge'),
  equal: z.union([z.enum(EQUALS), z.strictObject({
    what: z.enum(EQUALS).describe('effective parameters, or operations of a row'),
    account: z.enum(ACCOUNTS).default('local').describe('how operations are counted'),
    to: arm.optional().describe('the arm whose network is the measure; the baseline when left out'),
  })]).optional().describe('hidden layers of all arms are made as wide as it takes to be as large as the baseline'),
  baseline: levels.default({}).describe('the levels of the arm that others are compared with; of a factor that is left out, the first'),
  metric: z.union([z.string().min(1), z.strictObject({
    name: z.string().min(1).describe('a metric, such as rmse; or a number by which a stage judges its result, such as objective or relativeL2 of a stage solve'),
    on: z.enum(JUDGES).optional().describe('rows that it is taken of, test when left out; stage for a number of a stage'),
    best: z.number().optional().describe('of a number of a stage that is to be found, such as estimate.k: what it should be; the loss is the distance from it'),
  })]).describe('the primary metric: what arms are judged by'),
  comparisons: z.array(z.strictObject({
    arm: arm.describe('an arm, by its name or its levels'),
    to: arm.optional().describe('what it is compared with; the baseline when left out'),
    name: z.string().min(1).max(100).optional().describe('what the comparison is called'),
  })).min(1).max(1000).optional().describe('what is compared, and counted by Holm; every arm with the baseline when left out'),
  halving: z.strictObject({
    rounds: z.array(z.union([range, z.strictObject({
      seeds: range.describe('seeds of the round, such as 101..102'),
      overrides: overrides.optional().describe('what makes its trials cheaper: path: value'),
    })])).min(1).max(20).describe('one round after the other, each a range of seeds that are not in "seeds", or a block'),
    keep: z.number().gt(0).lt(1).default(0.5).describe('share of arms that go on after a round, rounded up'),
    on: z.enum(ROW_JUDGES).default('validation').describe('rows that arms are stopped by; where arms are judged by a number of a stage, they are stopped by it, too'),
  }).optional().describe('arms that do badly are stopped in rounds before the others are compared on "seeds"; the baseline never is'),
  launcher: use('launcher').default({ kind: 'local' }).describe('what starts workers'),
  alpha: z.number().gt(0).lt(0.5).default(0.05).describe('share of studies of which it may call arms different that are not'),
});

/** A study file whose keys were checked one by one. */
export interface WrittenStudy {
  readonly study: 1;
  readonly name: string;
  readonly base: string | Readonly<Record<string, unknown>>;
  readonly factors: Readonly<Record<string, readonly unknown[] | Readonly<Record<string, unknown>>>>;
  readonly tuning?: WrittenStudy['factors'];
  readonly design: unknown;
  readonly seeds: string | readonly number[];
  readonly sets?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly folds?: number | { readonly of: number; readonly repeat: number };
  readonly parametersPerEdge?: number;
  readonly equal?: typeof EQUALS[number] | { readonly what: typeof EQUALS[number]; readonly account: typeof ACCOUNTS[number]; readonly to?: string | WrittenLevels };
  readonly baseline: WrittenLevels;
  readonly metric: string | { readonly name: string; readonly on?: typeof JUDGES[number] | undefined; readonly best?: number | undefined };
  readonly comparisons?: readonly { readonly arm: string | WrittenLevels; readonly to?: string | WrittenLevels; readonly name?: string }[];
  readonly halving?: { readonly rounds: readonly (string | { readonly seeds: string; readonly overrides?: Readonly<Record<string, unknown>> })[]; readonly keep: number; readonly on: typeof ROW_JUDGES[number] };
  readonly launcher: unknown;
  readonly alpha: number;
}

/** Levels of factors, as a file names them. */
export type WrittenLevels = Readonly<Record<string, string | number | boolean | readonly (string | number | boolean)[]>>;
