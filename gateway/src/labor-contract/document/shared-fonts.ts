import { subsetFont, type FontSubset } from './font-subset.js';
import type { Layout } from './layout-view.js';
import { templateOf } from './templates/index.js';

/**
 * The regular font with the characters that every document of a template may hold: its text, letters and numbers. It is
 * made once, and what is the document's own stands in a small font beside it. The same for the same template.
 */
export function sharedFont({ id, version }: Layout['template']): FontSubset {
  const template = templateOf(id, version);
  const key = template === undefined ? '' : `${id} ${String(version)}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const points = new Set<number>();
  for (const character of COMMON + JSON.stringify(template ?? '')) {
    const point = character.codePointAt(0) ?? 0;
    if (point >= 0x20) points.add(point);
  }
  const font = subsetFont(points, 'regular');
  made.set(key, font);
  return font;
}

const made = new Map<string, FontSubset>();

const ASCII = Array.from({ length: 0x5f }, (_, i) => String.fromCharCode(0x20 + i)).join('');

/** Letters, marks, numerals, and what stands above and below every page. */
const COMMON = `${ASCII}　、。，：；（）《》“”零一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾佰仟万亿元角分整年月日时个第页共演示文件合成数据没有法律效力内容指纹文本大写人民币`;
