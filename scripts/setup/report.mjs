/**
 * One step's voice on the terminal. On a terminal the progress line is redrawn in place; in a log it becomes a plain line
 * at every tenth, so that nothing is lost and nothing repeats.
 *
 * @typedef {object} Report
 * @property {(text: string) => void} line says something that stays
 * @property {(fraction: number, of?: string) => void} progress how far the running work is, 0 to 1
 *
 * @param {string} title
 * @param {{ write(text: string): unknown, isTTY?: boolean }} [stream]
 * @returns {Report}
 */
export function createReport(title, stream = process.stdout) {
  const label = title.padEnd(20)
  let shown = -1
  let dirty = false
  const clear = () => {
    if (dirty) stream.write('\r\u001b[2K')
    dirty = false
  }
  return {
    line(text) {
      clear()
      shown = -1
      stream.write(`${label}${text}\n`)
    },
    progress(fraction, of = '') {
      const percent = Math.floor(100 * Math.min(1, Math.max(0, fraction)))
      const notch = stream.isTTY ? percent : 10 * Math.floor(percent / 10)
      if (notch === shown) return
      shown = notch
      const text = `${label}${String(notch).padStart(3)} %${of && ` of ${of}`}`
      if (stream.isTTY) {
        stream.write(`\r\u001b[2K${text}`)
        dirty = true
      } else stream.write(`${text}\n`)
    },
  }
}

/** @param {number} bytes */
export const megabytes = (bytes) => `${Math.round(bytes / 1e6).toLocaleString('en-GB')} MB`
