import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

/**
 * The interface: one static bundle in `out/renderer`, loaded by Electron (`lab://app`) and by `serve`. The content
 * security policy allows no inline code, no inline style element and no data: font, so nothing is inlined here.
 */
export default defineConfig({
  root: 'src/renderer',
  base: './',
  plugins: [vue()],
  build: {
    outDir: '../../out/renderer',
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
  },
})
