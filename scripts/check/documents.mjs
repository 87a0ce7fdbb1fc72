import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path/posix';
import { root } from '../tree/rooms.mjs';
import { trackedFiles } from './tracked-files.mjs';

/** Links, anchors and named source files of all documents exist; the indexes are complete; the glossary has one word per term. */
export function checkDocuments() {
  const documents = trackedFiles().filter((file) => file.endsWith('.md'));
  return [
    ...documents.flatMap((file) => [...brokenLinks(root, file), ...missingSources(root, file)]),
    ...missingFromIndex(root, 'docs/formats'),
    ...missingFromIndex(root, 'docs/decisions'),
    ...ambiguousTerms(root, 'docs/glossary.md'),
  ];
}

/** Links of a document to files, folders or headings that do not exist. */
export function brokenLinks(tree, file) {
  const text = withoutCode(readFileSync(join(tree, file), 'utf8'));
  return linksOf(text)
    .filter(({ target }) => !/^(?:[a-z]+:|\/\/)/.test(target))
    .filter(({ target }) => !resolves(tree, file, target))
    .map(({ target, line }) => `${file}:${line}: ${target} does not exist`);
}

/** Source files of this tree that a document names in backticks and that do not exist. */
export function missingSources(tree, file) {
  const text = readFileSync(join(tree, file), 'utf8');
  const rooms = 'chaincode|seal|network|credentials|archive|wallets|gateway|bench|scripts|docs';
  return [...text.matchAll(new RegExp(`\`((?:${rooms})/[\\w./-]+\\.(?:ts|mjs|sh|vue|md))\``, 'g'))]
    .filter(([, path]) => !path.includes('/dist/') && !existsSync(join(tree, path)))
    .map((match) => `${file}:${text.slice(0, match.index).split('\n').length}: ${match[1]} does not exist`);
}

/** Pages of a folder that its README does not link, so that a reader would never find them. */
export function missingFromIndex(tree, folder) {
  const index = `${folder}/README.md`;
  if (!existsSync(join(tree, index))) return [`${index} does not exist`];
  const linked = new Set(
    linksOf(readFileSync(join(tree, index), 'utf8')).map(({ target }) => target.replace(/#.*/, '')),
  );
  return readdirSync(join(tree, folder))
    .filter((name) => name.endsWith('.md') && name !== 'README.md' && !linked.has(name))
    .map((name) => `${index} does not link ${name}`);
}

/** Rows of the glossary (`| 中文 | English | ...`) that give a Chinese or an English term twice. */
export function ambiguousTerms(tree, file) {
  if (!existsSync(join(tree, file))) return [`${file} does not exist`];
  const seen = new Map();
  const faults = [];
  readFileSync(join(tree, file), 'utf8')
    .split('\n')
    .forEach((line, index, lines) => {
      const cells = line.split('|').map((cell) => cell.trim());
      const isHead = /^\|[-|: ]+$/.test(lines[index + 1] ?? '');
      if (isHead || cells.length < 4 || !/\p{Script=Han}/u.test(cells[1])) return;
      for (const term of [cells[1], cells[2].toLowerCase()]) {
        if (seen.has(term))
          faults.push(`${file}:${index + 1}: ${term} stands in line ${seen.get(term)} already`);
        else seen.set(term, index + 1);
      }
    });
  return faults;
}

/** Code keeps its place (lines count), but its brackets are no links. */
function withoutCode(text) {
  const blank = (code) => code.replace(/[^\n]/g, ' ');
  return text.replace(/^(```|~~~)[\s\S]*?^\1/gm, blank).replace(/`[^`\n]+`/g, blank);
}

function linksOf(text) {
  return [...text.matchAll(/\[(?:[^\][]|\[[^\]]*\])*\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)].map((match) => ({
    target: match[1],
    line: text.slice(0, match.index).split('\n').length,
  }));
}

function resolves(tree, file, target) {
  const [path, anchor] = target.split('#');
  const wanted = path === '' ? file : normalize(join(dirname(file), decodeURIComponent(path)));
  if (wanted.startsWith('..') || !existsSync(join(tree, wanted))) return false;
  if (anchor === undefined || !wanted.endsWith('.md')) return true;
  return headingsOf(readFileSync(join(tree, wanted), 'utf8')).has(decodeURIComponent(anchor));
}

/** Anchors as GitHub makes them: lower case, without punctuation, spaces as hyphens, a number for each repetition. */
function headingsOf(text) {
  const anchors = new Set();
  for (const [, heading] of text.replace(/^(```|~~~)[\s\S]*?^\1/gm, '').matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)) {
    const plain = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');
    const slug = plain
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}\s_-]/gu, '')
      .replace(/\s/g, '-');
    let anchor = slug;
    for (let n = 1; anchors.has(anchor); n++) anchor = `${slug}-${n}`;
    anchors.add(anchor);
  }
  return anchors;
}
