/**
 * A terminal sends Ctrl+C to the child as well; this process only waits for it then.
 *
 * @param {import('node:child_process').ChildProcess} child
 */
export function forwardSignals(child) {
  process.on('SIGINT', () => { if (!process.stdin.isTTY) child.kill('SIGINT') })
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  process.on('SIGHUP', () => child.kill('SIGHUP'))
}
