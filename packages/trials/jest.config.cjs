module.exports = { displayName: 'trials', preset: '../../jest.preset.js' };
