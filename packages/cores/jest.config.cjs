module.exports = { displayName: 'cores', preset: '../../jest.preset.js' };
