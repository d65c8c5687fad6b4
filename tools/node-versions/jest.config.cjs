module.exports = { displayName: 'node-versions', preset: '../../jest.preset.js' };
