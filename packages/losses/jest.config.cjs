module.exports = { displayName: 'losses', preset: '../../jest.preset.js' };
