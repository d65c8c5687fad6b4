module.exports = { displayName: 'engine-native', preset: '../../jest.preset.js' };
