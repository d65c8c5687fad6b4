module.exports = { displayName: 'regularizers', preset: '../../jest.preset.js' };
