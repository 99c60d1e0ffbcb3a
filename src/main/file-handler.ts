import { createReadStream } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import { Readable } from 'node:stream'
import { runFiles } from '../engine/run-folder/layout.ts'
import { Problem } from '../shared/problem.ts'
import type { Host } from './host.ts'
import { pathParts } from './path-parts.ts'
import { bundlePolicy, filePolicy, securityHeaders } from './security-headers.ts'

/**
 * Bytes by URL, the same for Electron's `lab://` and for `serve`: the paths of `shared/files.ts`, and the static bundle of
 * the interface for everything else. Who may ask is decided before. Paths are confined by their real path, so that neither
 * `..` nor a link leads out of the folder that is meant.
 */
export function createFileHandler(host: Host, bundle: string): (request: Request) => Promise<Response> {
  return async (request) => {
    try {
      return await answer(host, bundle, request)
    } catch (error) {
      if (error instanceof Problem) return refuse(404, error.message, error.action)
      throw error
    }
  }
}

async function answer(host: Host, bundle: string, request: Request): Promise<Response> {
  const url = new URL(request.url)
  const parts = pathParts(url)
  if (parts === null) return refuse(400, 'This address is not a path.')
  if (parts[0] !== 'files') return await bundleFile(bundle, parts, request)
  const [, kind, ...rest] = parts
  if (kind === 'uploads' && rest.length === 0) return await receiveUpload(host, url.searchParams.get('name') ?? '', request)
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'This file can only be read.')
  const place = locate(host, kind, rest)
  return place ? await sendFile(place.folder, place.file, request, filePolicy) : refuse(404, 'There is no such file.')
}

/** The folder that a file must lie in, and its path inside. */
function locate(host: Host, kind: string, rest: string[]): { folder: string; file: string[] } | null {
  const [name, ...file] = rest
  if (kind === 'runs' && (file[0] === runFiles.artifacts || file[0] === runFiles.figures)) {
    // From the run folder on: `artifacts` of a foreign folder may itself be a link.
    return { folder: host.runs.folderOf(name), file }
  }
  if (kind === 'datasets' && file.length === 1 && file[0] === 'points.npy') return { folder: host.workspace.dataSets, file: [name, ...file] }
  if (kind === 'figures' && file.length === 0) return { folder: host.workspace.figures, file: [name] }
  return null
}

async function receiveUpload(host: Host, name: string, request: Request): Promise<Response> {
  if (request.method !== 'POST' || !request.body) return refuse(405, 'A file is uploaded by POST.')
  const upload = await host.dataSets.receive(name, request.body)
  return Response.json({ upload }, { headers: securityHeaders })
}

/** Everything that is not a file of the bundle is the interface itself. */
async function bundleFile(bundle: string, parts: string[], request: Request): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'This can only be read.')
  const file = parts.length === 0 ? ['index.html'] : parts
  const response = await sendFile(bundle, file, request, bundlePolicy)
  if (response.status !== 404) return response
  return file[0] === 'index.html'
    ? refuse(503, 'The interface is not built.', 'Run "npm start", or "npm run build", then reload.')
    : response
}

async function sendFile(folder: string, file: string[], request: Request, policy: string): Promise<Response> {
  const path = await confined(folder, file)
  const facts = path === null ? null : await stat(path).catch(() => null)
  if (path === null || !facts?.isFile()) return refuse(404, 'There is no such file.')
  const headers = {
    ...securityHeaders,
    'content-security-policy': policy,
    'content-type': contentTypes[extname(path)] ?? 'application/octet-stream',
    'content-length': String(facts.size),
    // Names of the bundle's assets change with their content; run files may be written anew by a resumed run.
    'cache-control': policy === bundlePolicy && file[0] === 'assets' ? 'public, max-age=31536000, immutable' : 'no-cache',
  }
  if (request.method === 'HEAD' || facts.size === 0) return new Response(null, { headers })
  return new Response(Readable.toWeb(createReadStream(path, { end: facts.size - 1 })) as BodyInit, { headers })
}

/** The real path of a file below a folder; null where there is none, or where it lies elsewhere. */
async function confined(folder: string, file: string[]): Promise<string | null> {
  if (file.length === 0 || file.some((part) => part === '' || part === '.' || part === '..' || /[/\\\0]/.test(part))) return null
  try {
    const root = await realpath(folder)
    const path = await realpath(join(root, ...file))
    return path.startsWith(root + sep) ? path : null
  } catch {
    return null
  }
}

function refuse(status: number, message: string, action?: string): Response {
  return Response.json({ message, action }, { status, headers: securityHeaders })
}

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8',
  '.json': 'application/json', '.svg': 'image/svg+xml', '.png': 'image/png', '.ico': 'image/x-icon', '.woff2': 'font/woff2',
  '.wasm': 'application/wasm', '.pdf': 'application/pdf', '.csv': 'text/csv; charset=utf-8', '.txt': 'text/plain; charset=utf-8',
  '.py': 'text/plain; charset=utf-8', '.npy': 'application/octet-stream',
}
