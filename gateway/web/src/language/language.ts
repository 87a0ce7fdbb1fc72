import { ref, watchEffect } from 'vue';

/** The language of the whole page: Chinese first, English beside it. Kept for the next visit; nothing personal. */
export type Language = 'zh' | 'en';

const kept = localStorage.getItem('renxin-language');
export const language = ref<Language>(kept === 'en' ? 'en' : 'zh');

watchEffect(() => {
  document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : 'en';
  localStorage.setItem('renxin-language', language.value);
});

/** The text in the page's language. */
export function say(text: { readonly zh: string; readonly en: string }): string {
  return text[language.value];
}

/** An instant as people write it, in China Standard Time: 2026年11月23日 14:05:09. */
export function sayTime(iso: string): string {
  const parts = new Intl.DateTimeFormat(language.value === 'zh' ? 'zh-CN' : 'en-GB', {
    timeZone: 'Asia/Shanghai',
    dateStyle: 'long',
    timeStyle: 'medium',
  });
  return `${parts.format(new Date(iso))} (UTC+8)`;
}
