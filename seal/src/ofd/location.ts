import { OfdError } from './error.js';

/**
 * The path in the package that ST_Loc names (GB/T 33190 7.3): from the root when it begins with `/`, else from the folder
 * of `base`. Answers without a leading slash.
 * @throws OfdError OFD_FORMAT for a path that leaves the package or is none
 */
export function resolve(location: string, base: string): string {
  const from = location.startsWith('/') ? [] : base.split('/').slice(0, -1);
  for (const segment of location.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') from.push(segment);
    else if (from.pop() === undefined) throw new OfdError('OFD_FORMAT', base);
  }
  if (from.length === 0 || location.length > 1024) throw new OfdError('OFD_FORMAT', base);
  return from.join('/');
}

/** As signatures name it. */
export function absolute(path: string): string {
  return `/${path}`;
}
