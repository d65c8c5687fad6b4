module.exports = { displayName: 'solutions', preset: '../../jest.preset.js' };
