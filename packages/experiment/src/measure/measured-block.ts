import type { ObjectiveBlock } from '@knotwork/plugin/engine';

/** Whether a block compares the network with measured rows, which have targets; equations and conditions have none. */
export const isMeasured = ({ reads }: Pick<ObjectiveBlock, 'reads'>): boolean => Object.values(reads).some(({ of }) => of === 'target');
