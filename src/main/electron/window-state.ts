import { z } from 'zod'
import { writeFileAtomic } from '../../engine/files/atomic-write.ts'
import { readJson } from '../../engine/run-folder/read-json.ts'

/** Where the window was: its place when neither maximised nor full-screen, in screen coordinates. */
export const windowStateSchema = z.object({
  x: z.int(), y: z.int(), width: z.int().positive(), height: z.int().positive(), maximized: z.boolean(), fullScreen: z.boolean(),
})
export type WindowState = z.infer<typeof windowStateSchema>

export interface Rectangle { x: number; y: number; width: number; height: number }

export const leastSize = { width: 760, height: 540 } as const
export const usualSize = { width: 1360, height: 880 } as const

/** As much of the title bar must be on a screen that the window can be taken by it. */
const grip = { width: 120, height: 40 } as const

/**
 * The place for a window: where it was, made to fit the screens that are there now; of the usual size, wherever the system puts
 * it, when it was never open or its screen is gone.
 */
export function placeOf(state: WindowState | null, workAreas: readonly Rectangle[]): { width: number; height: number; x?: number; y?: number } {
  if (state === null) return usualSize
  const { x, y } = state
  const area = workAreas.find((screen) => overlap(x, state.width, screen.x, screen.width) >= grip.width && y >= screen.y && y + grip.height <= screen.y + screen.height)
  if (!area) return usualSize
  const fit = (size: number, room: number, least: number) => Math.max(least, Math.min(size, room))
  return { x, y, width: fit(state.width, area.width, leastSize.width), height: fit(state.height, area.height, leastSize.height) }
}

function overlap(a: number, length: number, b: number, room: number): number {
  return Math.min(a + length, b + room) - Math.max(a, b)
}

/** Null when the window was never open, or the file is damaged. */
export async function readWindowState(path: string): Promise<WindowState | null> {
  const read = await readJson(path, windowStateSchema)
  return 'value' in read ? read.value : null
}

/** Not worth a message when it cannot be kept. */
export async function writeWindowState(path: string, state: WindowState): Promise<void> {
  await writeFileAtomic(path, `${JSON.stringify(state)}\n`).catch((error: unknown) => console.warn('The place of the window was not kept:', error))
}
