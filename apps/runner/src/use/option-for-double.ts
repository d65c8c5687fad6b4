import type { ExporterDefinition } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';

/**
 * The option with which an exporter writes double numbers, as one types it: each choice that its options offer is put to it.
 *
 * @param written the options that it was given @returns null where there is none
 */
export function optionForDouble({ options, precision }: Pick<ExporterDefinition, 'options' | 'precision'>, written: Readonly<Record<string, unknown>>): string | null {
  const { properties = {} } = z.toJSONSchema(options, { io: 'input', unrepresentable: 'any' }) as { readonly properties?: Readonly<Record<string, { readonly enum?: readonly unknown[] }>> };
  for (const [name, { enum: choices = [] }] of Object.entries(properties)) {
    for (const choice of choices) {
      const { data, success } = options.safeParse({ ...written, [name]: choice });
      if (success && precision(data) === 'double') return `${name}=${String(choice)}`;
    }
  }
  return null;
}
