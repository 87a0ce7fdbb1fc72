import { createHash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/**
 * Puts scripts and styles of one page into its HTML, under a policy that names them by their digests and allows nothing
 * else: no request of any kind. What is left is one file that works from a disk without a network.
 */
export function singleFile(page: string): Plugin {
  let folder = '';
  return {
    name: 'renxin-single-file',
    apply: 'build',
    enforce: 'post',
    configResolved: ({ root, build }) => void (folder = join(root, build.outDir)),
    async closeBundle() {
      const html = await readFile(join(folder, page), 'utf8');
      await writeFile(join(folder, page), inlined(html, await contents(folder)));
      await rm(join(folder, 'assets'), { recursive: true, force: true });
    },
  };
}

async function contents(folder: string): Promise<ReadonlyMap<string, string>> {
  const names = await readdir(join(folder, 'assets'));
  const texts = names.map(
    async (name) => [`/assets/${name}`, await readFile(join(folder, 'assets', name), 'utf8')] as const,
  );
  return new Map(await Promise.all(texts));
}

function inlined(html: string, assets: ReadonlyMap<string, string>): string {
  const scripts: string[] = [];
  const styles: string[] = [];
  const bare = html
    .replace(/[ \t]*<script[^>]*\ssrc="([^"]+)"[^>]*><\/script>\n?/g, (_, path: string) => {
      scripts.push(safeScript(of(assets, path)));
      return '';
    })
    .replace(/[ \t]*<link[^>]*\shref="([^"]+\.css)"[^>]*>\n?/g, (_, path: string) => {
      styles.push(of(assets, path).replaceAll('</style', '<\\/style').replaceAll('@charset "UTF-8";', ''));
      return '';
    });
  if (scripts.length !== 1 || assets.size !== scripts.length + styles.length) {
    throw new Error(`${String(assets.size)} assets, ${String(scripts.length)} scripts: not one file`);
  }
  const policy = [
    "default-src 'none'",
    `script-src ${scripts.map(digest).join(' ')}`,
    `style-src ${styles.map(digest).join(' ')}`,
    'img-src data: blob:',
    // The reader of PDF runs in a thread made of the page's own text.
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const head = [
    `    <meta http-equiv="Content-Security-Policy" content="${policy}" />\n`,
    ...styles.map((style) => `    <style>${style}</style>\n`),
  ].join('');
  const body = scripts.map((script) => `    <script type="module">${script}</script>\n`).join('');
  return bare
    .replace(/(<meta charset="utf-8" \/>\n)/, (line) => line + head)
    .replace(/( *<\/body>)/, (line) => body + line);
}

function of(assets: ReadonlyMap<string, string>, path: string): string {
  const text = assets.get(path);
  if (text === undefined) throw new Error(`${path} was not built`);
  return text;
}

/** The same script, with nothing in it that would end its element. */
function safeScript(script: string): string {
  return script.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
}

function digest(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
