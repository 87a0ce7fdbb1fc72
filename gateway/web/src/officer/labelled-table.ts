import type { Directive } from 'vue';

/**
 * On a phone a table is shown as blocks, one row after the other: each cell then carries the heading of its column. The
 * roles stay, which browsers drop with the layout of a table.
 */
export const vLabelled: Directive<HTMLTableElement> = { mounted: label, updated: label };

function label(table: HTMLTableElement): void {
  const headings = [...table.querySelectorAll('thead th')].map((cell) => cell.textContent.trim());
  for (const [selector, role] of Object.entries(roles))
    for (const each of table.querySelectorAll(selector)) each.setAttribute('role', role);
  table.setAttribute('role', 'table');
  for (const row of table.querySelectorAll('tbody tr'))
    [...row.children].forEach((cell, i) => cell.setAttribute('data-label', headings[i] ?? ''));
}

const roles = {
  'thead, tbody': 'rowgroup',
  tr: 'row',
  'thead th': 'columnheader',
  'tbody th': 'rowheader',
  td: 'cell',
} as const;
