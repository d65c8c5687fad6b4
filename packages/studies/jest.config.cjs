module.exports = { displayName: 'studies', preset: '../../jest.preset.js' };
