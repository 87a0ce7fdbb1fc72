import 'element-plus/theme-chalk/base.css';
import 'element-plus/theme-chalk/dark/css-vars.css';
import 'element-plus/theme-chalk/el-button.css';
import 'element-plus/theme-chalk/el-collapse-item.css';
import 'element-plus/theme-chalk/el-collapse.css';
import 'element-plus/theme-chalk/el-radio-button.css';
import 'element-plus/theme-chalk/el-radio-group.css';
import 'element-plus/theme-chalk/el-switch.css';
import { createApp, type Component, type Plugin } from 'vue';
import { pageTitle, type Text } from '../language/language';
import '../style/base.css';
import '../style/page.css';
import '../style/report.css';
import '../style/print.css';

/** Puts a page into its document, in the colours that the system asks for; `router` where a page has several views. */
export function mountPage(page: Component, title: Text, router?: Plugin): void {
  pageTitle.value = title;
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const follow = (): void => void document.documentElement.classList.toggle('dark', dark.matches);
  dark.addEventListener('change', follow);
  follow();
  const app = createApp(page);
  if (router !== undefined) app.use(router);
  app.mount('#app');
}
