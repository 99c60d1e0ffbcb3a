import { fileURLToPath } from 'node:url'

/**
 * Path of a script that runs in a process or a thread of its own. In the source tree, which Node runs as it is, it lies beside
 * the module that asks (whose `import.meta.url` is `module`); in the desktop bundle all scripts lie in one folder.
 */
export function siblingScript(module: string, name: string): string {
  return unpackedPath(fileURLToPath(new URL(`${name}${module.endsWith('.ts') ? '.ts' : '.js'}`, module)))
}

/**
 * The real file behind a path into an installed app's archive. Electron's main process reads `app.asar` as if it were a folder;
 * what other processes and threads run lies beside it (`electron-builder.config.ts`).
 */
export function unpackedPath(path: string): string {
  return path.replace(/([\\/])app\.asar(?=[\\/])/, '$1app.asar.unpacked')
}
