import { test } from '@jest/globals';
import { checkPlugin } from '@knotwork/conformance';
import { native } from '@knotwork/engine-native';
import definition from './index.js';

// What importers read is compared with what the other programs compute in packages/standard, which knows the plugins that networks are made of.
const engine = await native.create({});
for (const importer of definition.plugins) for (const { name, run } of checkPlugin(importer, { engine })) test(name, run);
