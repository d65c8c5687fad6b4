import { test } from '@jest/globals';
import { checkRegularizer } from '@knotwork/conformance';
import { native } from '@knotwork/engine-native';
import { roughness } from './roughness.js';

const engine = await native.create({});
for (const { name, run } of checkRegularizer(roughness, { engine })) test(name, run);
