module.exports = { displayName: 'initializers', preset: '../../jest.preset.js' };
