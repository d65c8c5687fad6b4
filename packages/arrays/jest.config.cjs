module.exports = { displayName: 'arrays', preset: '../../jest.preset.js' };
