import { KnotworkError } from '../errors.js';
import type { Engine } from './engine.js';

/** What not every engine can do. Whoever needs one of these says so in a `Need`; what is not listed here, every engine does. */
export interface EngineCapabilities {
  /** Knots that lie where the segment `knots` says. */
  readonly ownKnots: boolean;
  /** `State.normal` and what follows from it. */
  readonly normalEquations: boolean;
  /** `State.moments`. */
  readonly moments: boolean;
  /** Highest order of derivatives in inputs that a block may read; 0 for none. */
  readonly derivatives: number;
}

/** Something an engine must be able to do, who needs it, and what to do where it cannot. */
export type Need = {
  /** Such as `the optimizer "levenberg-marquardt"`. */
  readonly by: string;
  /** What to type instead; left out for the general advice. */
  readonly remedy?: string;
} & (
  | { readonly what: 'ownKnots' | 'normalEquations' | 'moments' }
  | { readonly what: 'derivatives'; readonly order: number }
);

const WORDS: Readonly<Record<keyof EngineCapabilities, string>> = {
  ownKnots: 'knots of their own', normalEquations: 'normal equations', moments: 'moments', derivatives: 'derivatives in inputs',
};

/** Whether an engine can do something. */
export function isCapable({ can }: Pick<Engine, 'can'>, need: Need): boolean {
  return need.what === 'derivatives' ? can.derivatives >= need.order : can[need.what];
}

/**
 * Refuses what an engine cannot do. The one place that compares what is needed with what an engine can do.
 *
 * @throws KnotworkError `capability` naming the engine, what it lacks, who needs it and the way out
 */
export function requireCapable(engine: Pick<Engine, 'name' | 'can'>, needs: readonly Need[]): void {
  for (const need of needs) {
    if (isCapable(engine, need)) continue;
    const what = need.what === 'derivatives' && engine.can.derivatives > 0 ? `derivatives in inputs of order ${need.order}` : WORDS[need.what];
    throw new KnotworkError('capability',
      `The engine "${engine.name}" has no ${what}, which ${need.by} needs. ${need.remedy ?? 'Choose another engine, or do without it.'}`, { plugin: `engine ${engine.name}` });
  }
}
