import type { DesignDefinition } from './design.js';
import { factorial } from './factorial.js';
import { leaveOneOut } from './leave-one-out.js';
import { list } from './list.js';
import { oneAtATime } from './one-at-a-time.js';

export { defineDesign, type DesignDefinition, type DesignedArm, designKind, type DesignSpace } from './design.js';

/** The designs that come with studies. */
export const designs: readonly DesignDefinition[] = [factorial, leaveOneOut, list, oneAtATime];
