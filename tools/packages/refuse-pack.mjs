// `prepack` of every package: npm runs it before it packs or publishes a folder of the source tree, which is not what others should get.
console.error('This folder is a source tree. `npm run packages` builds all packages and writes what is published to dist/packages; pack or publish from there.');
process.exit(1);
