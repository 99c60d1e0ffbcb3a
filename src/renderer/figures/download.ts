/** Hands bytes to the browser's or the window's own "save" way, under a file name. */
export function downloadBytes(bytes: Uint8Array, fileName: string, document: Document = window.document): void {
  const url = URL.createObjectURL(new Blob([new Uint8Array(bytes)]))
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
