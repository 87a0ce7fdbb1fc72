import { digest } from '@renxin/chaincode/messages';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { bytesAnswer, route, type Route } from '../http/route.js';

const WEB = fileURLToPath(new URL('../../web/', import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

/** Nothing from elsewhere, no inline script; images may be drawn by the page itself. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "worker-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The desk of officials reads codes with the camera, when it is asked to. */
const WITH_CAMERA = 'camera=(self), geolocation=(), microphone=(), payment=()';

/** The pages by the file that was built for each. */
const pages: Readonly<Record<string, Pick<Route, 'path' | 'operationId' | 'summary'>>> = {
  'index.html': { path: '/', operationId: 'startPage', summary: { zh: '首页', en: 'The start page' } },
  'inside.html': {
    path: '/inside',
    operationId: 'insidePage',
    summary: { zh: '网络：看看账本内部', en: 'A look inside the network' },
  },
  'officer.html': {
    path: '/officer',
    operationId: 'officerPage',
    summary: { zh: '省级工作台', en: 'The desk of a province’s officials' },
  },
  'schemas.html': {
    path: '/schemas',
    operationId: 'schemasPage',
    summary: { zh: '证照类型目录', en: 'The catalogue of certificate types' },
  },
  'seals.html': {
    path: '/seals',
    operationId: 'sealsPage',
    summary: { zh: '电子印章管理', en: 'E-seals: applying, deciding, using' },
  },
};

/** What the QR code on a sealed certificate adds: the page itself does not read it, people compare it. */
const startQuery = z.strictObject({ credential: z.exactOptional(digest) });

/** The pages and their files, as they were built; each file is a route, so that nothing else can be asked for. */
export async function pageRoutes(): Promise<readonly Route[]> {
  const names = await builtFiles();
  return names.map((name) => {
    const type = TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
    const page = pages[name];
    return route({
      method: 'GET',
      path: page?.path ?? `/${name}`,
      scope: 'platform',
      operationId: page?.operationId ?? `pageFile${name.replaceAll(/[^A-Za-z0-9]/g, '')}`,
      summary: page?.summary ?? { zh: '网页文件', en: 'A file of the web pages' },
      access: 'public',
      ...(name === 'index.html' && { query: startQuery }),
      responses: { 200: bytesAnswer(type, 'A file of the web pages') },
      refusals: [],
      // File names of scripts and styles carry a digest of their content.
      ...(/^assets\/.+-[\w-]{8}\.(js|mjs|css)$/.test(name) && {
        cache: 'public, max-age=31536000, immutable',
      }),
      handler: async () => ({
        status: 200,
        body: new Uint8Array(await readFile(WEB + name)),
        headers: {
          'Content-Security-Policy': PAGE_POLICY,
          ...(name === 'officer.html' && { 'Permissions-Policy': WITH_CAMERA }),
        },
      }),
    });
  });
}

async function builtFiles(): Promise<string[]> {
  const entries = await readdir(WEB, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.map'))
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(WEB.length).replace(/^\/+/, ''));
}
