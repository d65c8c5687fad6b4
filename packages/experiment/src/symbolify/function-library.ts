import { type EdgePlace, parseOptions } from '@knotwork/network';
import type { Catalog, PluginUse } from '@knotwork/plugin';
import { Library } from '@knotwork/symbolic';

/** What an edge was asked to become: a function, or a curve that is in any library. */
export interface EdgeWish extends EdgePlace { readonly f: PluginUse }

/** Words for what an edge is asked to become besides functions: to stay as it is, and curves that are in any library. */
export const WORDS = ['keep', 'constant', 'linear', 'polynomial'] as const;
const isWord = ({ kind }: PluginUse): boolean => (WORDS as readonly string[]).includes(kind);

/** Functions to read an edge by. */
interface Functions {
  readonly library: Library;
  /** By name, with options where there are some. */
  readonly uses: ReadonlyMap<string, PluginUse>;
}

/** Of what is installed: every search asks for it, and to make it takes half a second. */
const MADE = new WeakMap<Catalog, Functions>();

/** Functions to read edges by: those of all edges, and one for each edge that was asked to become it. */
export class FunctionLibrary {
  private readonly common: Functions;
  private readonly own: ReadonlyMap<string, Functions>;

  /**
   * @param functions `installed`: those that are, as far as they say what is known of them
   * @throws KnotworkError `input` for a name that is not installed or comes twice, and options that do not fit
   */
  constructor(private readonly catalog: Catalog, functions: readonly PluginUse[] | 'installed', wishes: readonly EdgeWish[] = []) {
    this.common = functions === 'installed' ? this.installed() : this.made(functions);
    this.own = new Map(wishes.flatMap(({ f, ...edge }) => (isWord(f) ? [] : [[keyOf(edge), this.made([f])] as const])));
  }

  /** Those of all edges that were not asked to become one. */
  get all(): Library { return this.common.library; }

  /** Whether somebody asked what an edge is to become. */
  isAsked(edge: EdgePlace): boolean { return this.own.has(keyOf(edge)); }

  /** Those for one edge. */
  of(edge: EdgePlace): Library { return this.at(edge).library; }

  /** The candidate whose curves are those of what an edge is asked to become: of the identity, a line. */
  nameFor(edge: EdgePlace, asked: string): string {
    const library = this.of(edge);
    return library.functions.find(({ name }) => library.sameCurves(name).includes(asked))?.name ?? asked;
  }

  /** The function of a candidate for an edge; null for a constant, a line and a polynomial. */
  useOf(edge: EdgePlace, name: string): PluginUse | null { return this.at(edge).uses.get(name) ?? null; }

  /** A function of all edges; null where it is none of them. */
  useOfAll(name: string): PluginUse | null { return this.common.uses.get(name) ?? null; }

  private at(edge: EdgePlace): Functions { return this.own.get(keyOf(edge)) ?? this.common; }

  private installed(): Functions {
    const known = MADE.get(this.catalog) ?? this.made(installedFunctions(this.catalog));
    MADE.set(this.catalog, known);
    return known;
  }

  private made(uses: readonly PluginUse[]): Functions {
    const entries = uses.map((use) => {
      const definition = this.catalog.get('function', use.kind);
      return { definition, options: parseOptions(definition, use) };
    });
    return { library: new Library(entries), uses: new Map(uses.map((use) => [use.kind, use])) };
  }
}

/** Those that say what is known of them. */
const installedFunctions = (catalog: Catalog): PluginUse[] => catalog.list('function').filter(({ definition }) => definition.claims !== undefined).map(({ definition }) => ({ kind: definition.name }));

export const keyOf = ({ layer, from, to }: EdgePlace): string => `${layer},${from},${to}`;
