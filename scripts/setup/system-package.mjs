import { runChild } from './child.mjs'

/**
 * Installs packages of the system with apt-get, where that needs no password: as root, or through `sudo -n`.
 *
 * @param {readonly string[]} names
 * @param {import('./report.mjs').Report} report
 * @returns {Promise<string | null>} null when it worked, else why not
 */
export async function installSystemPackages(names, report) {
  if ((await runChild('apt-get', ['--version'], { timeout: 20_000 })).missing) return 'this system has no apt-get'
  const root = process.getuid?.() === 0
  if (!root && !(await runChild('sudo', ['-n', 'true'], { timeout: 20_000 })).ok) return 'apt-get needs root'
  /** @param {readonly string[]} parameters */
  const aptGet = (parameters) => {
    const options = ['-y', '-o', 'DPkg::Lock::Timeout=120', ...parameters]
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    return root
      ? runChild('apt-get', options, { env, timeout: 900_000 })
      : runChild('sudo', ['-n', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...options], { timeout: 900_000 })
  }
  report.line(`installing ${names.join(', ')} with apt-get`)
  const install = ['install', '--no-install-recommends', ...names]
  const first = await aptGet(install)
  if (first.ok) return null
  await aptGet(['update'])
  const second = await aptGet(install)
  return second.ok ? null : `apt-get said: ${second.tail.split('\n').at(-1)}`
}
