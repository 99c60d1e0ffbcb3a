import type { Figure, FigureFormat, FigureStyle } from '../../shared/figure.ts'
import { withColourMaps } from '../../shared/figures/with-colour-maps.ts'
import { layoutFigure } from './layout.ts'
import { writePython } from './python/write-python.ts'
import { writeCsv } from './write-csv.ts'
import { writePdf, type PdfOptions } from './write-pdf.ts'
import { writePng } from './write-png.ts'
import { writeSvg } from './write-svg.ts'

export type RenderOptions = Pick<PdfOptions, 'created'>

/** A figure as the bytes of a file. The same figure, style and options give the same bytes on every machine. */
export async function renderFigure(given: Figure, style: FigureStyle, format: FigureFormat, options: RenderOptions = {}): Promise<Uint8Array> {
  const figure = withColourMaps(given, style)
  switch (format) {
    case 'pdf': return writePdf(layoutFigure(figure, style), options)
    case 'svg': return new TextEncoder().encode(writeSvg(layoutFigure(figure, style)))
    case 'png': return writePng(layoutFigure(figure, style), style.dpi)
    case 'py': return new TextEncoder().encode(writePython(figure, style))
    case 'csv': return new TextEncoder().encode(writeCsv(figure))
  }
}
