import { badSyntax } from './errors.js';
import { type ExperimentSource, sourceOf, type Texts } from './experiment-source.js';
import { faults } from './faults.js';
import { applyOverride, words } from './overrides.js';
import { readYaml } from './yaml-text.js';

export const texts: Texts = { applyOverride, words, faults };

/**
 * Parses the text of an experiment file: YAML 1.2, of which JSON is a part.
 *
 * @throws KnotworkError `input` with the line for bad syntax, a key given twice, a number that is not finite, or a file that is not one block
 */
export function readExperiment(text: string, fileName: string): ExperimentSource {
  return sourceOf(readYaml(text, (reason, line) => badSyntax(fileName, line, reason)), fileName, texts);
}
