import type { Page } from '@playwright/test'

/** Drops a file on the middle of the window, as a file manager does. */
export async function dropFile(page: Page, name: string, text: string): Promise<void> {
  const transfer = await page.evaluateHandle(([fileName, content]) => {
    const data = new DataTransfer()
    data.items.add(new File([content], fileName, { type: 'text/csv' }))
    return data
  }, [name, text] as const)
  for (const type of ['dragenter', 'dragover', 'drop']) await page.dispatchEvent('main', type, { dataTransfer: transfer })
}

/** Points of a ring with a header, and bad rows whose line numbers are known. */
export function ringWithBadRows(): { text: string; bad: { line: number }[] } {
  const rows = Array.from({ length: 400 }, (_, i) => {
    const angle = (2 * Math.PI * i) / 400
    return `${(2 * Math.cos(angle)).toFixed(4)},${(2 * Math.sin(angle)).toFixed(4)}`
  })
  rows[9] = 'not measured,0.5'
  rows[49] = '1.5'
  rows[199] = '0.3,NaN'
  return { text: ['x (mm),y (mm)', ...rows].join('\n'), bad: [{ line: 11 }, { line: 51 }, { line: 201 }] }
}
