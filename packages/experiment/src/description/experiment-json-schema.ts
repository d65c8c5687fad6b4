import { type Catalog, type Definition, type Kind, usedKind } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import { experimentSchema } from '../config/experiment-schema.js';
import { isDataSetName } from '../config/data-set-name.js';

type Json = Record<string, unknown>;

/**
 * The experiment file as a JSON Schema of draft 7, which editors complete and check YAML with: every key with its default and meaning, and the
 * plugins of a catalog wherever one can be named, by a bare name or as a block with its options.
 *
 * It says less than Knotwork checks (what one value demands of another is not in it) and refuses one thing that Knotwork takes: a key without a value.
 *
 * @param catalog what is installed, what the packages of a file bring included
 */
export function experimentJsonSchema(catalog: Catalog): Readonly<Record<string, unknown>> {
  const file = new JsonSchemas(catalog);
  const { properties, required, ...root } = file.of(experimentSchema) as { properties: Json & { network: Json }; required: string[] };
  const definitions = file.definitions();
  return {
    $schema: 'http://json-schema.org/draft-07/schema#', title: 'Knotwork experiment', ...root,
    // A network is made anew, or there already.
    properties: { ...properties, network: { ...properties.network, oneOf: [{ required: ['widths'] }, { required: ['from'] }] } },
    // A preset may bring the stages, and rows come from one data set or from several.
    required: required.filter((key) => key !== 'stages'),
    allOf: [
      { anyOf: [{ required: ['stages'] }, { required: ['preset'] }] },
      { oneOf: [{ required: ['dataset'] }, { required: ['datasets'] }] },
    ],
    definitions,
  };
}

/**
 * A block of a file that is not an experiment as a JSON Schema of draft 7, in which plugins and experiments may stand.
 *
 * @param title what it is called
 * @param experiment key of a property that may also be an experiment, whole or to be completed by overrides
 */
export function fileJsonSchema(schema: z.ZodType, catalog: Catalog, title: string, experiment: string): Readonly<Record<string, unknown>> {
  const file = new JsonSchemas(catalog);
  const { properties, ...root } = file.of(schema) as { properties: Record<string, Json> };
  const { properties: keys } = file.of(experimentSchema);
  const path = (properties[experiment]!['anyOf'] as Json[]).find(({ type }) => type === 'string')!;
  return {
    $schema: 'http://json-schema.org/draft-07/schema#', title, ...root, properties: { ...properties, [experiment]: { ...properties[experiment], anyOf: [path, { $ref: '#/definitions/experiment' }] } },
    definitions: { ...file.definitions(), experiment: { type: 'object', properties: keys, additionalProperties: false } },
  };
}

class JsonSchemas {
  private readonly kinds = new Set<Kind>();

  constructor(private readonly catalog: Catalog) {}

  /** One block of the file; plugins in it are references to the definitions. */
  of(schema: z.ZodType): Json {
    const { $schema: _, ...json } = z.toJSONSchema(schema, {
      target: 'draft-7', io: 'input', unrepresentable: 'any',
      override: ({ zodSchema, jsonSchema }) => { this.refine(zodSchema as unknown as z.ZodType, jsonSchema as Json); },
    });
    return json as Json;
  }

  /** Definitions of all kinds that were referred to, and of those that these refer to. */
  definitions(): Json {
    const definitions: Json = {};
    // The set grows while it is gone through.
    for (const kind of this.kinds) definitions[kind] = this.kindOf(kind);
    return definitions;
  }

  private refine(schema: z.ZodType, json: Json): void {
    const used = usedKind(schema);
    if (used !== undefined) {
      this.kinds.add(used.kind);
      const plugin = { $ref: `#/definitions/${used.kind}` };
      const words = used.words.map((word) => ({ anyOf: [{ const: word }, block(word, undefined, {})] }));
      for (const key of Object.keys(json)) if (key !== 'default' && key !== 'description') Reflect.deleteProperty(json, key);
      // Beside $ref, draft 7 would not look at a default or a description.
      Object.assign(json, { anyOf: [plugin, ...words] });
    }
    if (isDataSetName(schema)) for (const key of Object.keys(json)) if (key.startsWith('knotwork/') || key === 'default') Reflect.deleteProperty(json, key);
    // Bounds of whole numbers that are exact say nothing to people.
    for (const bound of ['minimum', 'maximum']) if (Math.abs(Number(json[bound])) === Number.MAX_SAFE_INTEGER) Reflect.deleteProperty(json, bound);
  }

  private kindOf(kind: Kind): Json {
    const plugins = this.catalog.list(kind).map(({ definition }) => definition);
    const bare = plugins.filter(({ options }) => options.safeParse({}).success).map(({ name, summary }) => ({ const: name, description: summary }));
    return { anyOf: [...bare, ...plugins.map((plugin) => this.block(plugin))] };
  }

  private block({ name, summary, options }: Definition): Json {
    return block(name, summary, this.of(options));
  }
}

/** A plugin with its options. */
function block(name: string, summary: string | undefined, { properties = {}, required = [], ...json }: Json): Json {
  return {
    ...json, type: 'object', ...(summary === undefined ? {} : { description: summary }), additionalProperties: false,
    properties: { kind: { const: name, ...(summary === undefined ? {} : { description: summary }) }, ...properties as Json }, required: ['kind', ...required as string[]],
  };
}
