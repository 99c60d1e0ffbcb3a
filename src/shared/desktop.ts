import { z } from 'zod'

/**
 * What the desktop window and Electron's main process say to each other besides the contract: menus, files that the system hands
 * over, TensorFlow's libraries on their way. The preload carries it; each side reads what comes through these schemas.
 */

/** A command of the window's registry, as the menus show it. */
export const menuCommandSchema = z.object({
  id: z.string().min(1).max(100),
  title: z.string().min(1).max(200),
  group: z.string().min(1).max(50),
  /** E.g. `Mod+K`. */
  keys: z.string().regex(/^([A-Za-z]+\+)*.$/).optional(),
  enabled: z.boolean(),
})
export type MenuCommand = z.infer<typeof menuCommandSchema>
export const menuCommandsSchema = z.array(menuCommandSchema).max(200)

/** An absolute path, which only the preload can tell of a dropped file. */
export const droppedPathSchema = z.string().min(1).max(32_768).refine((path) => !path.includes('\0'))

export const desktopMessageSchema = z.discriminatedUnion('type', [
  /** A menu was used. */
  z.object({ type: z.literal('command'), id: z.string() }),
  z.object({ type: z.literal('openedRun'), id: z.string() }),
  /** A data file waits under the handle of an upload. */
  z.object({ type: z.literal('openedData'), upload: z.string(), fileName: z.string() }),
  z.object({ type: z.literal('problem'), message: z.string(), action: z.string().optional() }),
  /** TensorFlow's libraries, which an installed app fetches at its first start; `share` from 0 to 1 where it is known. */
  z.object({
    type: z.literal('runtime'), state: z.enum(['fetching', 'there', 'failed']), text: z.string(), action: z.string().optional(),
    share: z.number().min(0).max(1).nullable(),
  }),
])
export type DesktopMessage = z.infer<typeof desktopMessageSchema>

/** All that a desktop window has of Electron. */
export interface HoloscopeBridge {
  /** Asks the main process for a fresh port to the host; it arrives as a window message, `holoscope:port`. */
  openPort(): void
  /** A handle for a dropped or chosen file, which is then read where it lies; null where it lies on no disk. */
  openFile(file: File): Promise<string | null>
  /** Opens a dropped file as the system would: the answer is a message. False where it lies on no disk. */
  openDropped(file: File): boolean
  /** What the menus offer from now on. */
  showCommands(commands: MenuCommand[]): void
  /** Hears messages, those that waited first; to be called once. */
  onMessage(listener: (message: unknown) => void): void
}
