/** Platforms that contractions are built for, by what Node calls them: operating system, processor, and on Linux the C library. */
export const PLATFORMS = ['linux-x64-gnu', 'linux-x64-musl', 'linux-arm64-gnu', 'darwin-x64', 'darwin-arm64', 'win32-x64', 'win32-arm64'] as const;
export type Platform = (typeof PLATFORMS)[number];

/** Name of the package that a platform's contraction comes in. */
export const packageFor = (platform: string): string => `@knotwork/contraction-${platform}`;

/**
 * Packages that may fit an operating system and a processor, the likeliest first. On Linux it is not asked which C library there is, since the report
 * that says so takes longer than trying both: the other one does not load.
 *
 * @param os as `process.platform`, @param cpu as `process.arch`
 */
export function platformPackages(os: string, cpu: string): readonly string[] {
  return PLATFORMS.filter((platform) => platform === `${os}-${cpu}` || platform.startsWith(`${os}-${cpu}-`)).map(packageFor);
}
