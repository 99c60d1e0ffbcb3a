import type { WebPreferences } from 'electron'

/**
 * What the page of a window may do: nothing that a page in a browser could not. `webSecurity`, insecure content and experimental
 * features are not named, and so stay as Chromium has them.
 */
export function webPreferences(preload: string): WebPreferences {
  return { preload, contextIsolation: true, nodeIntegration: false, sandbox: true, webviewTag: false, spellcheck: false }
}
