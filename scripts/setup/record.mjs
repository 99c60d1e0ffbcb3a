import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { recordFolder } from './places.mjs'

/**
 * Environment variables that set-up found out for the tests: `HOLOSCOPE_CHROMIUM`, the browser; `VK_ICD_FILENAMES` and
 * others for a Vulkan driver. Vitest's and Playwright's configurations read them, so that a single test run by hand has
 * what `npm test` has.
 *
 * @returns {Record<string, string>}
 */
export function readTestEnvironment() {
  try {
    return JSON.parse(readFileSync(file(), 'utf8'))
  } catch {
    return {}
  }
}

/** @param {Record<string, string>} variables */
export function addToTestEnvironment(variables) {
  const temporary = `${file()}.${process.pid}.partial`
  writeFileSync(temporary, JSON.stringify({ ...readTestEnvironment(), ...variables }, null, 2))
  renameSync(temporary, file())
}

const file = () => path.join(recordFolder(), 'test-environment.json')
