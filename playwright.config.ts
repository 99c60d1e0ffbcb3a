import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'

/**
 * The browser tests: a physicist's story, told to the very renderer and host that Electron runs, with real trainings. Each
 * test has its own host and workspace; one at a time, because a training wants the cores.
 */
const systemChromium = process.env.HOLOSCOPE_CHROMIUM ?? '/usr/bin/chromium'

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/build-bundle.ts',
  fullyParallel: false,
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 15_000 },
  reporter: process.env.CI ? [['list']] : 'list',
  use: {
    browserName: 'chromium',
    viewport: { width: 1280, height: 800 },
    acceptDownloads: true,
    permissions: ['clipboard-read', 'clipboard-write'],
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: existsSync(systemChromium) ? systemChromium : undefined,
      // WebGL by the processor where there is no graphics card; the sandbox refuses to start for root, which is who runs containers.
      args: ['--enable-unsafe-swiftshader', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    },
  },
})
