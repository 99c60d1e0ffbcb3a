import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'
import { readTestEnvironment } from './scripts/setup/record.mjs'

export default defineConfig({
  plugins: [vue()],
  test: {
    include: ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'],
    environment: 'node',
    setupFiles: ['vitest.setup.ts'],
    env: readTestEnvironment(), // the Vulkan driver that set-up found, for WebGPU in the tests' child processes
    pool: 'forks', // TensorFlow's addon wants a process, not a thread, of its own
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
