/** Where a plugin package lies. */
export interface PluginLocation {
  /** The module that is imported; links are followed. */
  readonly file: string;
  /** Folder of the package; of a plugin that is a single file, that file. */
  readonly root: string;
  /** Whether it was installed, so that name and version say what it contains. */
  readonly underNodeModules: boolean;
}
