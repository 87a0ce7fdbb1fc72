import { writeFileSync } from 'node:fs';
import { grantedDataContext, renxinContext } from '../../src/context/index.js';
import { namedSchemas, type Fields } from '../../src/schema/index.js';

/** Writes the schemas of docs/formats/credential-types.md as files, and prints the tables of that page. */

const folder = new URL('../../../test/vectors/credential-types/', import.meta.url);

writeFileSync(new URL('context.json', folder), renxinContext());
writeFileSync(new URL('../granted-data/context.json', folder), grantedDataContext());
for (const { definition, bytes, sm3, sha256 } of namedSchemas()) {
  const { word, version, type, label, fields } = definition;
  writeFileSync(new URL(`${word}.${String(version)}.json`, folder), bytes);
  if (word.endsWith('-claim')) {
    process.stdout.write(`| \`${word}\` | \`${type}\` | \`${sm3}\` | \`${sha256}\` |\n`);
    continue;
  }
  const rows = rowsOf(fields, '');
  process.stdout.write(
    [
      `### ${label.zh} ${type}`,
      '',
      `\`${word}\`, version ${String(version)}. SM3 \`${sm3}\`, SHA-256 \`${sha256}\`.`,
      '',
      '| field | 中文 | holds | must | sensitive |',
      '|---|---|---|---|---|',
      ...rows,
      '',
      '',
    ].join('\n'),
  );
}

function rowsOf(fields: Fields, prefix: string): string[] {
  return Object.entries(fields).flatMap(([name, { label, value, required, sensitivity }]) => {
    const holds =
      value.kind === 'code'
        ? Object.keys(value.codes)
            .map((code) => `\`${code}\``)
            .join(' ')
        : value.kind === 'integer'
          ? `${String(value.least)} to ${String(value.most)}`
          : value.kind === 'pattern'
            ? `\`${value.pattern}\``
            : value.kind;
    const marks = [required ? 'yes' : '', sensitivity === 'sensitive' ? 'yes' : ''];
    const row = `| \`${prefix}${name}\` | ${label.zh} | ${holds} | ${marks.join(' | ')} |`;
    return value.kind === 'group' ? [row, ...rowsOf(value.fields, `${name}.`)] : [row];
  });
}
