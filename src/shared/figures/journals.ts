/** Column widths of journals in millimetres, as their instructions for authors or their classes give them. */
export interface Journal {
  id: string
  /** For the menu. */
  label: string
  widths: readonly { label: string; widthMm: number }[]
}

/**
 * APS: figures are set to a column of 8.6 cm, or to two of 17.8 cm (REVTeX 4.2: columns of 246 pt = 86.5 mm, a text width of
 * 510 pt = 179 mm). JHEP: `jheppub.sty` sets a text width of 0.72 of the paper, on A4 430.2 pt = 151 mm; half of it for two figures
 * side by side. Nature: final artwork of 89 mm (one column) or 183 mm (two).
 */
export const journals: readonly Journal[] = [
  { id: 'aps', label: 'PRL, PRD (APS)', widths: [{ label: 'One column', widthMm: 86 }, { label: 'Two columns', widthMm: 178 }] },
  { id: 'jhep', label: 'JHEP', widths: [{ label: 'Half', widthMm: 75 }, { label: 'Text width', widthMm: 151 }] },
  { id: 'nature', label: 'Nature', widths: [{ label: 'One column', widthMm: 89 }, { label: 'Two columns', widthMm: 183 }] },
]

/** The journal one of whose columns is this wide; undefined for a width of one's own. */
export function journalOfWidth(widthMm: number): Journal | undefined {
  return journals.find((journal) => journal.widths.some((width) => width.widthMm === widthMm))
}
