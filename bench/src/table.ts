import type { Figure } from './figure.js';

const HEADERS = [
  '项目 figure',
  '数值 value',
  '对照 limit or peer',
  '比值 ratio',
  '目标 target',
  '达到 met',
] as const;

/** The figures for people: a line for each, what it is compared with and its details below. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map(rowOf);
  const widths = HEADERS.map((header, i) =>
    Math.max(...[header, ...rows.map((row) => row[i] ?? '')].map(widthOf)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => cell + ' '.repeat((widths[i] ?? 0) - widthOf(cell)))
      .join('  ')
      .trimEnd();
  const body = figures.flatMap((figure, i) => [line(rows[i] ?? []), ...notesOf(figure)]);
  return [line(HEADERS), line(widths.map((width) => '-'.repeat(width))), ...body].join('\n');
}

function rowOf({ name, value, unit, peerValue, ratio, target }: Figure): string[] {
  const met = target === undefined ? '' : ratio >= target ? '是 yes' : '否 no';
  return [name, `${value} ${unit}`, String(peerValue), ratio.toFixed(2), target?.toFixed(2) ?? '', met];
}

function notesOf({ peer, details = {} }: Figure): string[] {
  const pairs = Object.entries(details).map(([name, value]) => `    ${name}: ${short(value)}`);
  return [`  对照 beside: ${peer}`, ...pairs];
}

function short(value: number | string): string {
  return typeof value === 'number' ? String(Math.round(value * 1000) / 1000) : value;
}

/** Columns on a terminal: a Chinese character takes two. */
function widthOf(text: string): number {
  return Array.from(text).reduce((width, character) => width + (character > '\u2e80' ? 2 : 1), 0);
}
