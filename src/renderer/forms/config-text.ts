export type ConfigText = { ok: true; config: Record<string, unknown> } | { ok: false; message: string }

/** Reads a pasted configuration. Whether its values make sense is the host's to say; here it only has to be a JSON object. */
export function readConfigText(text: string): ConfigText {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return { ok: false, message: `This is not JSON${placeIn(text, error)}. Look for a missing comma or quote there.` }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { ok: false, message: 'A configuration is an object in braces, such as { "study": "holographic-flow" }.' }
  }
  return { ok: true, config: value as Record<string, unknown> }
}

/** Name of the file that a configuration is shared as: its title, in characters that every disk takes. */
export function configFileName(config: Record<string, unknown>): string {
  const title = typeof config.title === 'string' && config.title !== '' ? config.title : String(config.study ?? 'configuration')
  const plain = title.normalize('NFD').replaceAll(/\p{Mark}/gu, '').toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '').slice(0, 60)
  return `${plain || 'configuration'}.config.json`
}

/** `: line 3, column 7`, from the offset that the engine's message may name. */
function placeIn(text: string, error: unknown): string {
  const position = /position (\d+)/.exec(error instanceof Error ? error.message : '')
  if (!position) return ''
  const before = text.slice(0, Number(position[1])).split('\n')
  return `: line ${before.length}, column ${before[before.length - 1].length + 1}`
}
