import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { contract, HostEvent } from '../../shared/contract.ts'
import { filePaths } from '../../shared/files.ts'
import { encodeNpy } from '../../shared/npy.ts'
import { rpcPath, socketProtocol, tokenProtocol } from '../../shared/serve.ts'
import { serve, type Serving } from './serve.ts'

/** The real server on a real port, asked as a browser and as an attacker would. */
let parent: string
let serving: Serving
let origin: string
const run = '2026-01-02T030405-holographic-flow-test'

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'holoscope-serve-'))
  const bundle = join(parent, 'bundle')
  await mkdir(join(bundle, 'assets'), { recursive: true })
  await writeFile(join(bundle, 'index.html'), '<!doctype html><title>Holoscope</title>')
  await writeFile(join(bundle, 'assets', 'index-1.js'), 'export {}')
  await writeFile(join(parent, 'secret.txt'), 'secret')
  serving = await serve({ workspace: join(parent, 'home'), bundle, limits: { frameBytes: 100_000 } })
  origin = `http://127.0.0.1:${serving.server.port}`
  const artifacts = join(serving.host.workspace.runs, run, 'artifacts')
  await mkdir(artifacts, { recursive: true })
  await writeFile(join(artifacts, 'a.npy'), encodeNpy({ shape: [2], data: Float64Array.of(1, 2) }))
  await writeFile(join(artifacts, '..', 'config.json'), '{}')
  await symlink(join(parent, 'secret.txt'), join(artifacts, 'link.txt'))
  await symlink(parent, join(artifacts, 'folder'))
  await symlink(parent, join(artifacts, '..', 'figures'))
})
afterAll(async () => {
  await serving.close()
  await rm(parent, { recursive: true, force: true })
})

/** As a browser cannot: any path, undecoded and unnormalised, and any header. */
function raw(path: string, headers: Record<string, string> = {}, method = 'GET', body?: string) {
  return new Promise<{ status: number; text: string; headers: NodeJS.Dict<string | string[]> }>((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port: serving.server.port, path, method, headers }, (response) => {
      let text = ''
      response.on('data', (chunk: Buffer) => (text += chunk.toString()))
      response.on('end', () => resolve({ status: response.statusCode!, text, headers: response.headers }))
    })
    call.on('error', reject)
    call.end(body)
  })
}
const withToken = () => ({ authorization: `Bearer ${serving.server.token}` })

function openSocket(token: string, socketOrigin: string | null = origin): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${serving.server.port}${rpcPath}`, [socketProtocol, tokenProtocol(token)], socketOrigin === null ? {} : { origin: socketOrigin })
  socket.binaryType = 'arraybuffer'
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket))
    socket.once('error', reject)
  })
}
async function connect() {
  const socket = await openSocket(serving.server.token)
  const client: ContractRouterClient<typeof contract> = createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }))
  return { socket, client }
}

describe('who is let in', () => {
  it('the address holds the token in its fragment alone', () => {
    const address = new URL(serving.server.address)
    expect(address.hostname).toBe('127.0.0.1')
    expect(address.hash).toBe(`#token=${serving.server.token}`)
    expect(address.search).toBe('')
  })

  it.each([['a missing', undefined], ['a wrong', 'Bearer AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA']])('%s token opens no file', async (_name, authorization) => {
    const answer = await raw(filePaths.run(run, 'artifacts/a.npy'), authorization ? { authorization } : {})
    expect(answer.status).toBe(401)
    expect(answer.text).toContain('token')
  })

  it.each([['a wrong token', () => ['wrong', origin] as const, 401], ['a foreign Origin', () => [serving.server.token, 'http://evil.example'] as const, 403], ['no Origin', () => [serving.server.token, null] as const, 403]])(
    '%s opens no socket', async (_name, make, status) => {
      const [token, socketOrigin] = make()
      await expect(openSocket(token, socketOrigin)).rejects.toThrow(String(status))
    })

  it('a foreign Host is refused before anything else, also with the token', async () => {
    expect((await raw('/', { host: 'evil.example' })).status).toBe(421)
    expect((await raw(filePaths.run(run, 'artifacts/a.npy'), { ...withToken(), host: `evil.example:${serving.server.port}` })).status).toBe(421)
  })

  it('a foreign Origin is refused, also with the token', async () => {
    expect((await raw(filePaths.upload('x.csv'), { ...withToken(), origin: 'http://evil.example' }, 'POST', 'x')).status).toBe(403)
  })

  it('an oversize frame closes the socket with 1009', async () => {
    const socket = await openSocket(serving.server.token)
    const closed = new Promise<number>((resolve) => socket.once('close', resolve))
    socket.send('x'.repeat(100_001))
    expect(await closed).toBe(1009)
  })

  it('no answer opens the door to other origins', async () => {
    for (const path of ['/', '/session', filePaths.run(run, 'artifacts/a.npy')]) {
      const { headers } = await raw(path, withToken())
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([])
      expect(headers['cross-origin-resource-policy']).toBe('same-origin')
      expect(headers['x-content-type-options']).toBe('nosniff')
    }
  })
})

describe('files', () => {
  it('the interface comes with its policy and without a token', async () => {
    const { status, headers, text } = await raw('/')
    expect(status).toBe(200)
    expect(text).toContain('Holoscope')
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'")
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect((await raw('/assets/index-1.js')).headers['content-type']).toBe('text/javascript; charset=utf-8')
    expect((await raw('/assets/none.js')).status).toBe(404)
  })

  it('an artifact comes as its bytes', async () => {
    const response = await fetch(origin + filePaths.run(run, 'artifacts/a.npy'), { headers: withToken() })
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(encodeNpy({ shape: [2], data: Float64Array.of(1, 2) }))
    expect(response.headers.get('content-security-policy')).toContain('sandbox')
  })

  it.each([
    `/files/runs/${run}/artifacts/../config.json`, `/files/runs/${run}/artifacts/..%2fconfig.json`, `/files/runs/${run}/artifacts/%2e%2e/config.json`,
    `/files/runs/${run}/artifacts/link.txt`, `/files/runs/${run}/artifacts/folder/secret.txt`, `/files/runs/${run}/figures/secret.txt`, `/files/runs/${run}/config.json`, `/files/runs/${run}/artifacts`,
    '/files/runs/../runs', '/files/runs/..%2f..%2fsecret.txt/artifacts/x', '/files/runs/%2e%2e/artifacts/x', '/files/datasets/../settings.json', '/files/datasets/%2e%2e/points.npy',
    '/files/figures/..%2fsettings.json', '/../secret.txt', '/..%2fsecret.txt', '/%2e%2e/secret.txt', '/assets/..%5c..%5csecret.txt', '/assets/%00',
    `/files/runs/${run}/artifacts/a.npy%00.txt`,
  ])('%s leads nowhere', async (path) => {
    const { status, text } = await raw(path, withToken())
    expect(status).toBe(404)
    expect(text).not.toContain('secret"')
  })

  it.each([`//files/runs/${run}/artifacts/a.npy`, `/x/../files/runs/${run}/artifacts/a.npy`, `/./files/runs/${run}/artifacts/a.npy`, `/\\files/runs/${run}/artifacts/a.npy`, `/%66iles/runs/${run}/artifacts/a.npy`])(
    '%s is no way around the token', async (path) => {
      const { status, text } = await raw(path)
      expect([401, 404]).toContain(status)
      expect(text).not.toContain('NUMPY')
    })

  it('an address that cannot be decoded is refused', async () => {
    expect((await raw('/%zz')).status).toBe(400)
  })

  it('a dropped file is taken in, previewed and imported, and its points come by URL', async () => {
    const csv = `x,y\n${Array.from({ length: 20 }, (_, i) => `${i},${i * i}`).join('\n')}\n`
    const answer = await fetch(origin + filePaths.upload('squares.csv'), { method: 'POST', headers: { ...withToken(), origin }, body: csv })
    const { upload } = (await answer.json()) as { upload: string }
    const { client, socket } = await connect()
    expect(await client.dataSets.preview({ upload })).toMatchObject({ fileName: 'squares.csv', rows: 20 })
    const { id } = await client.dataSets.import({ upload, columns: [0, 1], title: 'Squares' })
    const points = await fetch(origin + filePaths.dataSet(id), { headers: withToken() })
    expect(points.status).toBe(200)
    socket.close()
  })
})

describe('calls', () => {
  it('a problem reaches the caller with its sentence and what to do', async () => {
    const { client, socket } = await connect()
    await expect(client.runs.get({ id: 'no-such-run' })).rejects.toMatchObject({
      code: 'PROBLEM', defined: true, message: expect.stringContaining('There is no run "no-such-run"'), data: { code: 'RunUnknown', action: expect.any(String) },
    })
    await expect(client.runs.create({ config: { study: 'holographic-flow', geometry: { kind: 'ads', conformalDimension: 0.2 } } })).rejects.toMatchObject({
      code: 'PROBLEM', message: expect.stringContaining('geometry.conformalDimension'), data: { code: 'InvalidConfiguration' },
    })
    socket.close()
  })

  it('physics and shape are checked, with the path of the field', async () => {
    const { client, socket } = await connect()
    const sound = await client.studies.check({ config: { study: 'holographic-flow' } })
    expect(sound.issues.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(sound.parameterCount).toBeGreaterThan(1000)
    expect(await client.studies.check({ config: { study: 'holographic-flow', training: { steps: 0 } } })).toMatchObject({ config: null, issues: [{ path: 'training.steps', severity: 'error' }] })
    expect((await client.studies.check({ config: { study: 'alchemy' } })).issues[0].message).toContain('There is no study "alchemy"')
    socket.close()
  })

  it('a foreign folder is a greyed row with its reason', async () => {
    const { client, socket } = await connect()
    await mkdir(join(serving.host.workspace.runs, 'holiday-pictures'))
    const rows = await client.runs.list()
    expect(rows.find(({ id }) => id === 'holiday-pictures')?.broken).toBe('This folder is not a run: it has no config.json.')
    expect(rows.find(({ id }) => id === run)?.broken).toContain('config.json is not as expected at study')
    expect((await client.runs.get({ id: 'holiday-pictures' })).summary.broken).toBeTruthy()
    await expect(client.runs.resume({ id: 'holiday-pictures' })).rejects.toMatchObject({ code: 'PROBLEM', data: { code: 'RunBroken' } })
    socket.close()
  })

  it('a change of settings is saved and heard by every window', async () => {
    const [first, second] = [await connect(), await connect()]
    const events = await second.client.events.subscribe()
    await new Promise((resume) => setTimeout(resume, 50))
    await first.client.system.updateSettings({ theme: 'dark' })
    const heard: HostEvent[] = []
    for await (const event of events) {
      heard.push(event)
      break
    }
    expect(heard).toMatchObject([{ type: 'settings', settings: { theme: 'dark', concurrentRuns: 1 } }])
    expect(await second.client.system.settings()).toMatchObject({ theme: 'dark' })
    first.socket.close()
    second.socket.close()
  })

  it('the calculator computes', async () => {
    const { client, socket } = await connect()
    await expect(client.compute({ name: 'philosophers-stone', input: {} })).rejects.toMatchObject({ data: { code: 'UnknownQuantity' } })
    socket.close()
  })
})
