module.exports = { displayName: 'grids', preset: '../../jest.preset.js' };
