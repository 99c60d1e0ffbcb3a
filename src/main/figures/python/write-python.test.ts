import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { figureSchema, figureStyleSchema, type Figure } from '../../../shared/figure.ts'
import { everyFigure } from '../test-support/every-figure.ts'
import { anyFigure, anyStyle } from '../test-support/random-figures.ts'
import { isMathtext, mathtextLabel } from './mathtext.ts'
import { writePython } from './write-python.ts'

/** The script must be Python everywhere; it is run where this machine's Python (or that of HOLOSCOPE_PYTHON) has matplotlib. */
const python = process.env.HOLOSCOPE_PYTHON ?? 'python3'
const answers = (code: string) => spawnSync(python, ['-c', code], { stdio: 'ignore' }).status === 0
const hasPython = answers('import ast')
const hasMatplotlib = hasPython && answers('import matplotlib; assert tuple(map(int, matplotlib.__version__.split(".")[:2])) >= (3, 7)')

const folder = mkdtempSync(join(tmpdir(), 'holoscope-python-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const steps = [1, 2, 3, 4]
const sheet: Figure = figureSchema.parse({
  name: 'sheet', title: 'Loss and field', caption: 'Training loss; configuration 3f2a77aa01b2.', columns: 2,
  panels: [
    {
      x: { label: 'Training step' }, y: { label: 'Loss $\\mathcal{L}(\\theta)$', scale: 'log' },
      series: [
        { kind: 'line', name: 'raw', x: steps, y: [900, 1200, 80, null], role: 'shadow', colour: 0 },
        { kind: 'line', name: 'smoothed loss', x: steps, y: [1000, 300, 150, 0.1 + 0.2], colour: 0 },
        { kind: 'band', name: 'standard error', x: steps, low: [0, 200, 100, 0.2], high: [1100, 400, 200, 0.4] },
      ],
    },
    {
      title: 'Field at the boundary', x: { label: '$x$' }, y: { label: '$y$' },
      series: [{ kind: 'heatmap', name: 'field', x: [0, 1], y: [1, 0], values: [3, 4, 1, 2], colourMap: 'diverging', valueLabel: '$\\phi$' }],
    },
    {
      equalAspect: true, x: { label: '$x$' }, y: { label: '$y$' },
      series: [{ kind: 'scatter', name: 'generated', x: [0, 1, 2], y: [1, 0, 2] }],
    },
  ],
})
const style = (changes = {}) => figureStyleSchema.parse(changes)

function arraysOf(script: string): Map<string, number[]> {
  return new Map([...script.matchAll(/^(\w+) = column\(\[([^\]]*)\]\)/gm)].map(([, name, body]) =>
    [name, body.split(',').map((text) => text.trim()).filter(Boolean).map((text) => (text === 'nan' ? Number.NaN : Number(text)))]))
}

describe('the script', () => {
  const script = writePython(sheet, style({ widthMm: 178, font: 'serif', fontSize: 9, dpi: 600 }))

  it('sets the page, the font and the resolution that were asked for', () => {
    const [, width] = /^SIZE = \(([\d.]+),/m.exec(script) ?? []
    expect(Number(width) * 25.4).toBeCloseTo(178, 3)
    expect(script).toContain('"STIX Two Text"')
    expect(script).toContain('"font.size": 9,')
    expect(script).toContain('"savefig.dpi": 600,')
    // Type 42 fonts are embedded as text; type 3, matplotlib's default, is what journals send back.
    expect(script).toContain('"pdf.fonttype": 42')
  })

  it('carries labels as mathtext, scales, the legend and the caption', () => {
    expect(script).toContain('axes.set_xlabel("Training step")')
    expect(script).toContain('axes.set_ylabel(r"Loss $\\mathcal{L}(\\theta)$")')
    expect(script.match(/set_yscale\("log"\)/g)).toHaveLength(1)
    expect(script.match(/set_aspect\("equal"\)/g)).toHaveLength(1)
    expect(script).toContain('label="smoothed loss"')
    expect(script).not.toContain('label="raw"')
    expect(script).toContain('axes.legend(')
    expect(script).toContain('# Training loss; configuration 3f2a77aa01b2.')
    expect(script).toContain('cmap=diverging')
  })

  it('names a band and its line once, and writes the ticks of a log axis below a decade as numbers', () => {
    const series = [
      { kind: 'band' as const, name: 'mean', x: [1, 2], low: [2, 3], high: [4, 5] }, { kind: 'line' as const, name: 'mean', x: [1, 2], y: [3, 4] }, { kind: 'line' as const, name: 'other', x: [1, 2], y: [3, 3] },
    ]
    const drawn = writePython(figureSchema.parse({ name: 'band', title: '', panels: [{ x: { label: '' }, y: { label: '', scale: 'log' }, series }] }), style())
    expect(drawn.match(/label="mean"/g)).toHaveLength(1)
    expect(drawn).toMatch(/set_yticks\(\[2, 3, 4, 5\], labels=\["2", "3", "4", "5"\]\)/)
    expect(script).not.toContain('set_yticks')
  })

  it('holds every number of the figure, to the last bit, and equal abscissae once', () => {
    const arrays = arraysOf(script)
    expect(arrays.get('a_x1')).toEqual(steps)
    expect(arrays.get('a_y1')).toEqual([900, 1200, 80, Number.NaN])
    expect(arrays.get('a_y2')?.[3]).toBe(0.1 + 0.2)
    expect(arrays.has('a_x2')).toBe(false)
    expect(arrays.get('a_high3')).toEqual([1100, 400, 200, 0.4])
    // Rows from the lowest y upwards, whatever the order in which they were given.
    expect(arrays.get('b_values1')).toEqual([1, 2, 3, 4])
    expect(arrays.get('b_y1')).toEqual([-0.5, 0.5, 1.5])
  })

  it.skipIf(!hasPython)('is Python, whatever the labels hold', () => {
    let count = 0
    fc.assert(fc.property(anyFigure, anyStyle, (figure, anyone) => {
      writeFileSync(join(folder, `any-${count++}.py`), writePython(figure, anyone))
    }), { numRuns: 60, seed: 5 })
    const check = 'import ast, pathlib, sys\nfor path in pathlib.Path(sys.argv[1]).glob("any-*.py"): ast.parse(path.read_text("utf-8"), str(path))'
    expect(() => execFileSync(python, ['-c', check, folder], { stdio: 'pipe' })).not.toThrow()
  })

  it.skipIf(!hasMatplotlib)('redraws the figure on a page of the same size, without a warning (skipped where python3 has no matplotlib)', () => {
    for (const font of ['sans', 'serif'] as const) {
      const file = join(folder, `sheet-${font}.py`)
      writeFileSync(file, writePython(sheet, style({ widthMm: 178, font })))
      const pdf = join(folder, `sheet-${font}.pdf`)
      execFileSync(python, ['-W', 'error', file, pdf], { stdio: 'pipe', env: { ...process.env, MPLCONFIGDIR: folder, MPLBACKEND: 'agg' } })
      const [, width] = /\/MediaBox \[ ?0 0 ([\d.]+)/.exec(readFileSync(pdf, 'latin1')) ?? []
      // A hundredth of a point is 3.5 µm.
      expect(Math.abs(Number(width) - (178 * 72) / 25.4)).toBeLessThan(0.01)
    }
  }, 300_000)

  it.skipIf(!hasMatplotlib)('redraws every kind of figure without a warning, a page of the width each (skipped where python3 has no matplotlib)', () => {
    const widths = new Map(everyFigure.map((figure, i) => {
      const widthMm = 86 + i
      writeFileSync(join(folder, `every-${figure.name}.py`), writePython(figure, style({ widthMm, font: i % 2 ? 'serif' : 'sans' })))
      return [`every-${figure.name}`, widthMm]
    }))
    // One Python for all of them: matplotlib takes seconds to start.
    const runAll = [
      'import pathlib, runpy, sys, warnings', 'import matplotlib.pyplot as plt', 'warnings.simplefilter("error")',
      'for path in sorted(pathlib.Path(sys.argv[1]).glob("every-*.py")):',
      '    plt.close("all")', '    sys.argv = [str(path), str(path.with_suffix(".pdf"))]', '    runpy.run_path(str(path), run_name="__main__")',
    ].join('\n')
    execFileSync(python, ['-c', runAll, folder], { stdio: 'pipe', env: { ...process.env, MPLCONFIGDIR: folder, MPLBACKEND: 'agg' } })
    for (const [name, widthMm] of widths) {
      const [, width] = /\/MediaBox \[ ?0 0 ([\d.]+)/.exec(readFileSync(join(folder, `${name}.pdf`), 'latin1')) ?? []
      expect(Math.abs(Number(width) - (widthMm * 72) / 25.4), name).toBeLessThan(0.01)
    }
  }, 300_000)
})

describe('labels for mathtext', () => {
  it.each([
    '\\mathcal{L}/\\mathcal{L}_0', '\\psi_\\nu(u)', "h(r) = f'/f", '\\mathrm{WED}/\\mu', 'n_\\varnothing', '\\frac{a_1}{\\sqrt{b}}', 'x^{2}_{i}', '|k|',
  ])('reads %s', (formula) => {
    expect(isMathtext(formula)).toBe(true)
    expect(mathtextLabel(`$${formula}$`)).toBe(`$${formula}$`)
  })

  it.each(['\\unknown{x}', 'x^', '{a', 'a}', '_2', 'x^2^3', "x^2'", '\\frac{a}', '\\mathrm', '', '\\le'])('leaves %s to plain Unicode', (formula) => {
    expect(isMathtext(formula)).toBe(false)
    expect(mathtextLabel(`$${formula}$`)).not.toMatch(/(?<!\\)\$/)
  })

  it('keeps a lone dollar sign a dollar sign', () => {
    expect(mathtextLabel('5 $ each')).toBe('5 \\$ each')
  })
})
