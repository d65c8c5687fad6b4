module.exports = { displayName: 'create-plugin', preset: '../../jest.preset.js' };
