import { VERSION } from '@knotwork/experiment';
import { definePackage, type InstalledPackage } from '@knotwork/plugin';
import { designKind, designs } from './designs/index.js';
import { launcherKind, launchers } from './launchers/index.js';

/** The kinds of plugins that studies have, and those that come with them. */
export const STUDY_PLUGINS: InstalledPackage = { name: '@knotwork/studies', version: VERSION, definition: definePackage({ api: 2, kinds: [designKind, launcherKind], plugins: [...designs, ...launchers] }) };
