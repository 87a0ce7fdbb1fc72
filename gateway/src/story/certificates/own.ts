import type { CertificatesHanded, Stage } from '../stage.js';

/** What this story has come to. */
export function own(stage: Stage): CertificatesHanded {
  return stage.handed.certificates;
}

/** Who issues, and who verifies. */
export const ISSUING = 'gd';
export const VERIFYING = 'sh';
export const PURPOSE = '申请上海市职业技能补贴';
