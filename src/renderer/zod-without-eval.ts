import { z } from 'zod'

/** The content security policy forbids `new Function`: zod must not try to compile its parsers. Imported before any schema. */
z.config({ jitless: true })
