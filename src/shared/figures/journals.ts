/** Column widths of journals in millimetres, as their instructions for authors give them. */
export interface Journal {
  id: string
  /** For the menu. */
  label: string
  widths: readonly { label: string; widthMm: number }[]
}

export const journals: readonly Journal[] = [
  { id: 'aps', label: 'PRL, PRD (APS)', widths: [{ label: 'One column', widthMm: 86 }, { label: 'Two columns', widthMm: 178 }] },
  { id: 'jhep', label: 'JHEP', widths: [{ label: 'Half', widthMm: 75 }, { label: 'Text width', widthMm: 151 }] },
  { id: 'nature', label: 'Nature', widths: [{ label: 'One column', widthMm: 89 }, { label: 'Two columns', widthMm: 183 }] },
]

/** The journal one of whose columns is this wide; undefined for a width of one's own. */
export function journalOfWidth(widthMm: number): Journal | undefined {
  return journals.find((journal) => journal.widths.some((width) => width.widthMm === widthMm))
}
