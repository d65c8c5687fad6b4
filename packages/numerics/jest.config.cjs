module.exports = { displayName: 'numerics', preset: '../../jest.preset.js' };
