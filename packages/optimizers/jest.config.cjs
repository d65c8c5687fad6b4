module.exports = { displayName: 'optimizers', preset: '../../jest.preset.js' };
