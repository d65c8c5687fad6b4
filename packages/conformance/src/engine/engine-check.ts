import type { Engine } from '@knotwork/plugin/engine';
import type { Claim } from '../kit/claim.js';
import type { Networks } from './cases.js';
import type { Tolerances } from './tolerances.js';

/** An engine under check. */
export interface EngineSubject {
  readonly engine: Engine;
  /** How many networks checks go through. */
  readonly networks: Networks;
  readonly tolerance: Tolerances;
}

/** A named check of engines. */
export interface EngineCheck {
  /** A sentence without full stop: the name of the test. */
  readonly name: string;
  /** How it is found out: one sentence of the page of checks. */
  readonly how: string;
  /** What an engine must say it can do, or cannot; left out for what every engine must do. */
  readonly claim?: Claim<Engine>;
  /** @throws Error that says what is wrong */
  run(subject: EngineSubject): Promise<void>;
}
