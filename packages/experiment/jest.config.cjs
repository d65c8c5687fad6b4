module.exports = { displayName: 'experiment', preset: '../../jest.preset.js' };
