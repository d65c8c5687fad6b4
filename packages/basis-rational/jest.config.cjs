module.exports = { displayName: 'basis-rational', preset: '../../jest.preset.js' };
