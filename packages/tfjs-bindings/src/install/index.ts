export { type Source, SOURCES } from '../pins.js';
export { megabytes } from './errors.js';
export { install, type Installed, type InstallEvent, type InstallOptions, type InstallPlan, uninstall, type Uninstalled } from './install.js';
export { type SelfTest, testBinding } from './self-test.js';
