module.exports = { displayName: 'basis-wavelet', preset: '../../jest.preset.js' };
