/** Every code with which a bundle, or a part of it, is refused. */
export const bundleCodes = [
  'CONTAINER_MALFORMED',
  'CONTAINER_LIMITS',
  'CONTAINER_PATH',
  'CONTAINER_DUPLICATE',
  'CONTAINER_NOT_CANONICAL',
  'MANIFEST_MALFORMED',
  'MANIFEST_FILE_MISSING',
  'MANIFEST_FILE_EXTRA',
  'MANIFEST_DIGEST',
  'PART_MISSING',
  'PART_MALFORMED',
  'COMMITMENT_MISSING',
  'COMMITMENT_MISMATCH',
  'BAG_FOLDER',
  'BAG_INFO',
  'BAG_MANIFEST',
  'PACKAGE_FILE_EXTRA',
  'PACKAGE_DIFFERS',
] as const;
export type BundleCode = (typeof bundleCodes)[number];

/** A bundle or a part that is not what its format says. `path` names the part. */
export class BundleError extends Error {
  readonly code: BundleCode;
  readonly path: string | undefined;

  constructor(code: BundleCode, options: ErrorOptions & { path?: string } = {}) {
    super(code, options);
    this.name = 'BundleError';
    this.code = code;
    this.path = options.path;
  }
}
