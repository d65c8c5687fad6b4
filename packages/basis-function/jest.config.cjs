module.exports = { displayName: 'basis-function', preset: '../../jest.preset.js' };
