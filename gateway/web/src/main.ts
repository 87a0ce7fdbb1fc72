import './verify/without-eval';
import 'element-plus/theme-chalk/el-dialog.css';
import 'element-plus/theme-chalk/el-input.css';
import 'element-plus/theme-chalk/el-overlay.css';
import 'element-plus/theme-chalk/el-progress.css';
import App from './App.vue';
import { mountPage } from './frame/mount-page';
import { platformTrust } from './verify/platform-trust';
import { believe } from './verify/trust-source';
import './style/story.css';
import './style/pages-dialog.css';
import './style/data-dialog.css';
import './style/verify.css';

believe(platformTrust);
mountPage(App, { zh: '人信 — 首页', en: 'Renxin — start page' });
