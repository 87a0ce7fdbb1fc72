import type { Path } from './path.js';

/** Seal red, also of the PNG. */
export const RED = [0xd7, 0x1a, 0x1a] as const;

const LETTER = {
  moveTo: 'M',
  lineTo: 'L',
  quadraticCurveTo: 'Q',
  bezierCurveTo: 'C',
  closePath: 'Z',
} as const;

/** One filled path on transparent ground, `size` millimetres large. */
export function svgOf(path: Path, size: number): string {
  const d = path.map(({ command, args }) => `${LETTER[command]}${args.map(short).join(' ')}`).join('');
  const fill = `#${RED.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size}mm" height="${size}mm" viewBox="0 0 ${size} ${size}">` +
    `<path fill="${fill}" d="${d}"/></svg>`
  );
}

/** Micrometres are enough. */
function short(number: number): string {
  return String(Math.round(number * 1000) / 1000);
}
