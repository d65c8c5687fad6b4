module.exports = { displayName: 'basis-fourier', preset: '../../jest.preset.js' };
