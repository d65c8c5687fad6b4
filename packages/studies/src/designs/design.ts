import { called, defineKind, type Definition, type OptionsOf, type OptionsSchema } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import type { Assignment } from '../plan/factor.js';

/** What is varied, as a design sees it. */
export interface DesignSpace {
  /** Factors in the order of the file, with the names of their levels. */
  readonly factors: readonly { readonly name: string; readonly levels: readonly string[] }[];
  /** A level of every factor. */
  readonly baseline: Assignment;
}

/** An arm that a design asks for. */
export interface DesignedArm {
  /** What it is called; left out, by its levels. */
  readonly name?: string;
  /** Levels of factors; one that is left out has its level of the baseline. */
  readonly levels: Assignment;
}

/** Says which combinations of levels are arms of a study. The baseline is one whatever it says, and combinations that come to the same are one. @experimental */
export interface DesignDefinition<S extends OptionsSchema = OptionsSchema> extends Definition<'design', S> {
  /** @returns arms in the order of tables; one that cannot be made of these factors is refused by an Error that says what to write */
  arms(space: DesignSpace, options: OptionsOf<S>): readonly DesignedArm[];
}

declare module '@knotwork/plugin' {
  interface DefinitionOf { design: DesignDefinition }
}

/** The kind of designs. */
export const designKind = defineKind<DesignDefinition>({
  name: 'design',
  about: 'Designs say which combinations of levels a study tries: `design` of a study file. Experimental: plugin packages should not count on this kind.',
  parts: { arms: called },
  returns: { arms: z.array(z.object({ name: z.string().min(1).optional(), levels: z.record(z.string(), z.string()) })) },
});

/** Declares a design. @experimental */
export function defineDesign<S extends OptionsSchema>(design: Omit<DesignDefinition<S>, 'kind'>): DesignDefinition<S> {
  return designKind.define<DesignDefinition<S>>(design);
}
