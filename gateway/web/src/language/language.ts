import { ref, watchEffect } from 'vue';

/** The language of the whole page: Chinese first, English beside it. Kept for the next visit; nothing personal. */
export type Language = 'zh' | 'en';

/** What is said, in both languages. */
export interface Text {
  readonly zh: string;
  readonly en: string;
}

const kept = localStorage.getItem('renxin-language');
export const language = ref<Language>(kept === 'en' ? 'en' : 'zh');

/** The title of the page that is shown. */
export const pageTitle = ref<Text>({ zh: '人信', en: 'Renxin' });

watchEffect(() => {
  document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : 'en';
  document.title = say(pageTitle.value);
  localStorage.setItem('renxin-language', language.value);
});

/** The text in the page's language. */
export function say(text: Text): string {
  return text[language.value];
}
