import '../verify/without-eval';
import 'element-plus/theme-chalk/el-input.css';
import 'element-plus/theme-chalk/el-tag.css';
import '../style/officer.css';
import { mountPage } from '../frame/mount-page';
import SchemasPage from './SchemasPage.vue';

mountPage(SchemasPage, { zh: '人信 — 证照类型目录', en: 'Renxin — certificate types' });
