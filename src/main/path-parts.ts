/**
 * The decoded parts of an address's path; null where they cannot be decoded. The one reading of an address, for those who
 * judge it and those who answer it: were they to read `//files`, `/x/../files` or `/%66iles` in two ways, there would be a way
 * around the token. (`URL` has resolved `.`, `..` and backslashes before.)
 */
export function pathParts(url: URL): string[] | null {
  try {
    return url.pathname.split('/').filter((part) => part !== '').map(decodeURIComponent)
  } catch {
    return null
  }
}
