import type { Engine } from '@knotwork/plugin';

/** A named check of an engine; it throws an Error that says what is wrong. */
export interface EngineCheck {
  readonly name: string;
  run(engine: Engine): Promise<void>;
}
