import type { Definition } from '@knotwork/plugin';
import { need } from '../engine/need.js';
import { type Options, oddSets, refusedSets } from './option-values.js';
import type { PluginCheck, Subject } from './plugin-check.js';

/**
 * Checks of options, for every kind.
 *
 * @param works throws where a plugin does not do with these options what its kind must
 */
export function optionChecks<T extends Subject>(works: (subject: T, options: Options) => Promise<void> | void): readonly PluginCheck<T>[] {
  return [
    {
      name: 'options beyond their ranges are refused',
      how: 'Unknown names, other types, halves of whole numbers and numbers beyond every declared end, generated from the schema, do not parse.',
      run: ({ definition, setup }) => {
        for (const options of refusedSets(definition, setup.options)) {
          need(!definition.options.safeParse(options).success, `${show(options)} must be refused and is accepted`);
        }
      },
    },
    {
      name: 'options read back are the same options',
      how: 'What a run records parses to itself again, also after JSON: no transforms, no coercion.',
      run: ({ definition, sets }) => {
        for (const options of sets) {
          const again = definition.options.safeParse(JSON.parse(JSON.stringify(options)));
          need(again.success, `${show(options)} is what parsing gave, and is refused itself`);
          need(JSON.stringify(again.data) === JSON.stringify(options), `${show(options)} becomes ${show(again.data as Options)} when it is read back`);
        }
      },
    },
    {
      name: 'whatever the options accept works',
      how: 'Zero, negative, tiny, large and uneven values that the schema does not refuse must still give a plugin of its kind; else a range is missing.',
      run: async (subject) => {
        for (const options of oddSets(subject.definition, subject.setup.options)) {
          try {
            await works(subject, options);
          } catch (error) {
            throw new Error(`${show(options)} is accepted and does not work: ${(error as Error).message}`);
          }
        }
      },
    },
  ];
}

/** Options as they stand in a message. */
export const show = (options: Options): string => JSON.stringify(options);

/** Names a plugin with its options in a message. */
export const titled = ({ name }: Definition, options: Options): string => `${name} ${show(options)}`;
