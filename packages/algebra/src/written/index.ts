export { derivativeSections, type Equation, GREEK, type Section, symbol, writtenSections, type WrittenSection } from './sections.js';
export type { Written, WrittenEquation } from './writer.js';
