module.exports = { displayName: 'basis-relu-power', preset: '../../jest.preset.js' };
