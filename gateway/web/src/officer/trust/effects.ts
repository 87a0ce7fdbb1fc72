import type { DryRunAnswer } from '@renxin/wallets/api';
import type { Text } from '../../language/language';
import { typeLabel } from '../certificate/texts';

/**
 * What a decision would change, in sentences; one that says so when it changes nothing.
 * @param nameOf an organisation by its identifier, a region by its code
 */
export function effectsOf(
  { on, issuing, recognition, certificates }: DryRunAnswer,
  nameOf: (id: string) => string,
): readonly Text[] {
  const said = [
    ...issuing.begin.map(({ issuer, type, region }) => ({
      zh: `${nameOf(issuer)} 可以在 ${nameOf(region)} 签发${typeLabel(type).zh}。`,
      en: `${nameOf(issuer)} may issue in ${nameOf(region)}: ${typeLabel(type).en}.`,
    })),
    ...issuing.cease.map(({ issuer, type, region }) => ({
      zh: `${nameOf(issuer)} 不能再在 ${nameOf(region)} 签发${typeLabel(type).zh}。`,
      en: `${nameOf(issuer)} may no longer issue in ${nameOf(region)}: ${typeLabel(type).en}.`,
    })),
    ...recognition.begin.map(({ by, of, type, levels }) => ({
      zh: `${nameOf(by)} 承认 ${nameOf(of)} 的${typeLabel(type).zh}${levelsZh(levels)}。`,
      en: `${nameOf(by)} recognises of ${nameOf(of)}: ${typeLabel(type).en}${levelsEn(levels)}.`,
    })),
    ...recognition.cease.map(({ by, of, type, levels }) => ({
      zh: `${nameOf(by)} 不再承认 ${nameOf(of)} 的${typeLabel(type).zh}${levelsZh(levels)}。`,
      en: `${nameOf(by)} no longer recognises of ${nameOf(of)}: ${typeLabel(type).en}${levelsEn(levels)}.`,
    })),
  ];
  const day = { zh: `以下是 ${on} 那天的变化：`, en: `What changes on ${on}:` };
  const none = { zh: '没有任何变化。', en: 'Nothing changes.' };
  const { looked, begins, ceases, undetermined } = certificates;
  const known = {
    zh: `本省经手的 ${looked} 份证照中，${begins} 份开始有效，${ceases} 份不再有效，${undetermined} 份无法判断。`,
    en: `Of ${looked} certificates known here ${begins} begin to count, ${ceases} cease, ${undetermined} cannot be told.`,
  };
  return [day, ...(said.length > 0 ? said : [none]), known];
}

function levelsZh(levels: readonly string[] | undefined): string {
  return levels === undefined ? '' : `（等级 ${levels.join('、')}）`;
}

function levelsEn(levels: readonly string[] | undefined): string {
  return levels === undefined ? '' : ` (levels ${levels.join(', ')})`;
}
