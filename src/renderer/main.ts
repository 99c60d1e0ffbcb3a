import './zod-without-eval.ts'

// In a chunk of its own, so that no schema is made before zod knows that it must not compile.
void import('./start.ts')
