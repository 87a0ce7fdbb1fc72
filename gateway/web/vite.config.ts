import vue from '@vitejs/plugin-vue';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** The pages: built into gateway/dist/web and served by the gateway itself; no request leaves its origin. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [vue()],
  worker: { format: 'es' },
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    rolldownOptions: {
      input: ['index.html', 'inside.html', 'officer.html', 'schemas.html', 'seals.html'].map((page) =>
        fileURLToPath(new URL(page, import.meta.url)),
      ),
    },
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
  },
});
