import type { PathPart } from '@renxin/seal/ofd';
import type { PathCommand } from '@renxin/seal/picture';

/** An outline enlarged and moved right and down, its curves as cubic ones. */
export function outlineParts(
  path: readonly PathCommand[],
  scale: number,
  offset: number,
): readonly PathPart[] {
  let [x, y] = [0, 0];
  return path.map(({ command, args }): PathPart => {
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0, x3 = 0, y3 = 0] = args.map((each) => each * scale + offset);
    const [fromX, fromY] = [x, y];
    switch (command) {
      case 'moveTo':
        [x, y] = [x1, y1];
        return ['M', x, y];
      case 'lineTo':
        [x, y] = [x1, y1];
        return ['L', x, y];
      case 'quadraticCurveTo':
        [x, y] = [x2, y2];
        return ['B', third(fromX, x1), third(fromY, y1), third(x, x1), third(y, y1), x, y];
      case 'bezierCurveTo':
        [x, y] = [x3, y3];
        return ['B', x1, y1, x2, y2, x, y];
      case 'closePath':
        return ['C'];
    }
  });
}

/** Two thirds of the way to the point that steers. */
function third(end: number, control: number): number {
  return end + (2 / 3) * (control - end);
}
