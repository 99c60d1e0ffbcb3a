import { fileURLToPath } from 'node:url'

/**
 * Path of a script that runs in a process or a thread of its own. In the source tree, which Node runs as it is, it lies beside
 * the module that asks (whose `import.meta.url` is `module`); in the desktop bundle all scripts lie in one folder.
 */
export function siblingScript(module: string, name: string): string {
  return fileURLToPath(new URL(`${name}${module.endsWith('.ts') ? '.ts' : '.js'}`, module))
}
