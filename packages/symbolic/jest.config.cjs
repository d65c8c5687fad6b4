module.exports = { displayName: 'symbolic', preset: '../../jest.preset.js' };
