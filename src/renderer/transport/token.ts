const key = 'holoscope.token'

/**
 * The session's token. `serve` hands it over in the fragment (`#token=…`), which browsers do not send; it moves to the
 * tab's session storage and out of the address, so that a reload works and a copied address does not give it away.
 */
export function takeToken(location: Location, storage: Storage, history: History): string | null {
  const match = /^#token=([\w.~-]+)/.exec(location.hash)
  if (match === null) return storage.getItem(key)
  storage.setItem(key, match[1])
  history.replaceState(null, '', location.pathname + location.search)
  return match[1]
}
