import { expect, test } from '@jest/globals';
import { reference } from '@knotwork/engine-reference';
import { type BasisDefinition, defineBasis, z } from '@knotwork/plugin';
import { checkBasis } from './check-basis.js';

/** A basis whose features fail: its declaration alone says what it has. */
const failing = (more: Partial<BasisDefinition>): BasisDefinition => defineBasis({
  name: 'failing', summary: 'Fails', options: z.strictObject({}), capabilities: { support: 'global', spansConstants: false, onDomainMove: 'refit' }, size: () => 2, features: () => { throw new Error('out of tea'); }, ...more,
} as BasisDefinition) as BasisDefinition;

test('knots are checked where there are any, of a basis that fails, too', async () => {
  const engine = await reference.create({});
  const ofKnots = (basis: BasisDefinition): string[] => checkBasis(basis, { engine }).map(({ name }) => name).filter((name) => / knots /.test(name));
  expect(ofKnots(failing({}))).toEqual([]);
  expect(ofKnots(failing({ intervals: () => 3 }))).toEqual(['failing: knots of their own that are even give what even knots give', 'failing: on knots anywhere features are finite, join, and span what they claim']);
});
