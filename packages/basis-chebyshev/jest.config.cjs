module.exports = { displayName: 'basis-chebyshev', preset: '../../jest.preset.js' };
