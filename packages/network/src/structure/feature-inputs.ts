import { GRID_KNOTS, GRID_MAX, GRID_MIN } from '@knotwork/algebra';
import type { TermStructure } from '@knotwork/plugin/engine';

/** Name under which a formula reads a shape parameter. */
export const shapeInput = (name: string): string => `shape.${name}`;

/** What features on a grid read, in the order of a formula's inputs. @param shape names of shape parameters */
export const featureInputs = (shape: readonly string[]): string[] => ['x', GRID_MIN, GRID_MAX, ...shape.map(shapeInput)];

/** The tables that features on a grid look up in. */
export const featureTables = ({ knots }: Pick<TermStructure, 'knots'>): string[] => (knots === 'own' ? [GRID_KNOTS] : []);
