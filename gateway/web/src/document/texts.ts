import type { Text } from '../language/language';

export const texts = {
  title: { zh: '文件的样子', en: 'What the document shows' },
  which: { zh: '看哪一份文件', en: 'Which document' },
  opening: { zh: '正在打开……', en: 'Opening…' },
  page: { zh: '第{n}页，共{of}页', en: 'Page {n} of {of}' },
  words: { zh: '本页文字', en: 'The words of this page' },
  noWords: { zh: '本页没有可读的文字。', en: 'No words can be read on this page.' },
  follow: { zh: '签名或印章 {which}：看它的检查步骤', en: 'Signature or seal {which}: see its steps' },
  howToFollow: {
    zh: '点击页面上的印章或签名，查看它的检查步骤。',
    en: 'Press a seal or a signature on a page to see its steps in the report.',
  },
  incomplete: { zh: '有 {n} 处内容没有画全', en: '{n} things are not drawn in full' },
  more: { zh: '再显示 {n} 页', en: 'Show {n} more pages' },
  doubtful: {
    zh: '这份文件没有通过验证。下面画的是收到的内容，不能当作签署过的内容。',
    en: 'This file did not pass. What is drawn is what was received, not what was signed.',
  },
  undetermined: {
    zh: '还不能判定这份文件。下面画的是收到的内容。',
    en: 'This file is undetermined. What is drawn is what was received.',
  },
  notDrawn: { zh: '页面没有画出来', en: 'The pages are not drawn' },
} as const;

/** Why something is not drawn, and what to do. The report stands by itself. */
export function whyNotDrawn(code: string): Text {
  return reasons[code] ?? otherwise;
}

const otherwise: Text = {
  zh: '文件的结构读不通，无法画出。报告不受影响；请向提供者索取原文件。',
  en: 'The structure of the file cannot be read, so it is not drawn. The report stands; ask the sender for the original.',
};

const reasons: Readonly<Record<string, Text>> = {
  PAGES_ENCRYPTED: {
    zh: '文件加了密码，无法画出。请索取没有密码的文件。',
    en: 'The file is encrypted and is not drawn. Ask for one without a password.',
  },
  PAGES_TIMEOUT: {
    zh: '画得太久，已停止。报告不受影响；可用其他软件查看。',
    en: 'Drawing took too long and was stopped. The report stands; use other software to look at it.',
  },
  PAGE_TOO_MUCH: {
    zh: '内容太多，不在这里画出。报告不受影响；可用其他软件查看。',
    en: 'There is too much on it to be drawn here. The report stands; use other software to look at it.',
  },
  PAGE_SIZE: {
    zh: '页面的尺寸无法显示。报告不受影响。',
    en: 'The page has a size that cannot be shown. The report stands.',
  },
  PICTURE_NOT_SHOWN: {
    zh: '印模的图片格式不在这里显示（只显示 PNG、JPEG、GIF、BMP）。报告不受影响。',
    en: 'The picture of the seal is of a kind that is not shown here (PNG, JPEG, GIF and BMP are). The report stands.',
  },
};
