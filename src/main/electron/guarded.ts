import type { z } from 'zod'
import { isTrustedSender } from './policies.ts'

/** What Electron tells of a message from a window. */
export interface Sent {
  senderFrame: { url: string; parent: unknown } | null
}

/**
 * A listener that hears the interface's own top frame alone, and only what its schema knows. Anything else is answered with
 * null: a page that could send it is not one to be argued with.
 */
export function guarded<Event extends Sent, Schema extends z.ZodType, Answer>(
  schema: Schema, handle: (input: z.infer<Schema>, event: Event) => Answer,
): (event: Event, input?: unknown) => Answer | null {
  return (event, input) => {
    const frame = event.senderFrame
    if (!isTrustedSender(frame && { url: frame.url, isTopFrame: frame.parent === null })) return null
    const parsed = schema.safeParse(input)
    return parsed.success ? handle(parsed.data, event) : null
  }
}
