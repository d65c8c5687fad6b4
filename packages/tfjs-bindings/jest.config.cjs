module.exports = { displayName: 'tfjs-bindings', preset: '../../jest.preset.js' };
