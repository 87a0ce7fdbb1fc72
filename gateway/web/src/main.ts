import 'element-plus/theme-chalk/base.css';
import 'element-plus/theme-chalk/dark/css-vars.css';
import 'element-plus/theme-chalk/el-button.css';
import 'element-plus/theme-chalk/el-collapse-item.css';
import 'element-plus/theme-chalk/el-collapse.css';
import 'element-plus/theme-chalk/el-dialog.css';
import 'element-plus/theme-chalk/el-overlay.css';
import 'element-plus/theme-chalk/el-progress.css';
import 'element-plus/theme-chalk/el-radio-button.css';
import 'element-plus/theme-chalk/el-radio-group.css';
import 'element-plus/theme-chalk/el-switch.css';
import { createApp } from 'vue';
import App from './App.vue';
import './style/base.css';
import './style/page.css';
import './style/story.css';
import './style/pages-dialog.css';
import './style/verify.css';
import './style/report.css';
import './style/print.css';

const dark = window.matchMedia('(prefers-color-scheme: dark)');
const follow = (): void => void document.documentElement.classList.toggle('dark', dark.matches);
dark.addEventListener('change', follow);
follow();

createApp(App).mount('#app');
