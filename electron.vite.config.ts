import { defineConfig } from 'electron-vite'
import rendererConfig from './vite.config.ts'

/**
 * The desktop bundle in `out`. Every script that runs in a process or a thread of its own is an entry, and all of them lie in
 * one folder (`src/engine/files/sibling-script.ts`). Packages stay outside the bundle: TensorFlow's addon finds its files
 * from its own package, and tfjs-core must exist once.
 *
 * electron-vite gives a chunk that calls `require` a constant of that name: modules that make their own call it otherwise.
 */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      target: 'node24',
      externalizeDeps: true,
      rollupOptions: {
        input: {
          electron: 'src/main/electron/main.ts',
          trainer: 'src/engine/trainer/trainer.ts',
          'trainer-worker': 'src/engine/trainer/trainer-worker.ts',
          'analyse-run': 'src/engine/analysis/analyse-run.ts',
          'probe-backend': 'src/engine/backends/probe-backend.ts',
          'parse-worker': 'src/main/data/parse-worker.ts',
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunk-[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      // A sandboxed preload is one CommonJS file.
      rollupOptions: { input: { index: 'src/preload/index.ts' }, output: { format: 'cjs', entryFileNames: '[name].cjs' } },
    },
  },
  renderer: {
    ...rendererConfig,
    build: { ...rendererConfig.build, outDir: 'out/renderer', rollupOptions: { input: 'src/renderer/index.html' } },
  },
})
