/**
 * SHA-256 of a configuration, as hexadecimal digits: what a caption names so that a figure can be traced to what was trained.
 * Of the value, not of the file: the order of the fields does not matter, nor does the title, which may change at any time.
 * Undefined where there is no cryptography (pages that are not a secure context).
 */
export async function configHash(config: Readonly<Record<string, unknown>>): Promise<string | undefined> {
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined
  if (!subtle) return undefined
  const digest = await subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify(sorted({ ...config, title: undefined }))))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** The same value with the keys of every object in alphabetical order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]))
}
