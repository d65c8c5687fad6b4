import type { BasisDefinition } from '@knotwork/plugin';

export declare const hat: BasisDefinition;
