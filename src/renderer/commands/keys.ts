/**
 * Shortcuts as text: modifiers and one key, joined by plus signs. `Mod` is Command on a Mac and Control elsewhere; the key is
 * the place on the keyboard, so that Option, which changes letters on a Mac, does not matter.
 */
export interface KeyPress { code: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean; shiftKey: boolean }

const places: Record<string, string> = { '/': 'Slash', '.': 'Period', ',': 'Comma' }

/** `KeyK` for K, `Digit1` for 1. */
function codeOf(key: string): string {
  return places[key] ?? (/^\d$/.test(key) ? `Digit${key}` : `Key${key.toUpperCase()}`)
}

export function matchesKeys(event: KeyPress, keys: string, isMac: boolean): boolean {
  const parts = keys.split('+')
  const wants = (modifier: string) => parts.includes(modifier)
  return event.code === codeOf(parts[parts.length - 1])
    && event.altKey === wants('Alt')
    && event.shiftKey === wants('Shift')
    && event.metaKey === (wants('Mod') && isMac)
    && event.ctrlKey === (wants('Mod') && !isMac)
}

/** The keys as people write them: `Ctrl`, `K`; `⌘`, `K` on a Mac. */
export function keyCaps(keys: string, isMac: boolean): string[] {
  const names: Record<string, string> = isMac ? { Mod: '⌘', Alt: '⌥', Shift: '⇧' } : { Mod: 'Ctrl' }
  return keys.split('+').map((part) => names[part] ?? part)
}
