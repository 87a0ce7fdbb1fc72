import vue from '@vitejs/plugin-vue';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { singleFile } from './single-file.ts';

/** The offline verifier: one HTML file in gateway/dist/verify, with everything in it. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  publicDir: false,
  plugins: [vue(), singleFile('verify.html')],
  // From a disk a browser starts no thread of a module.
  worker: { format: 'iife' },
  build: {
    outDir: '../dist/verify',
    emptyOutDir: true,
    rolldownOptions: {
      input: fileURLToPath(new URL('verify.html', import.meta.url)),
      output: { codeSplitting: false },
    },
    target: 'es2023',
    cssCodeSplit: false,
    assetsInlineLimit: 100_000,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 3000,
  },
});
