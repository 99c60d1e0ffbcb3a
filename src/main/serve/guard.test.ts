import { describe, expect, it } from 'vitest'
import { rpcPath } from '../../shared/serve.ts'
import { bearerToken, createToken, isLoopbackHost, isOwnOrigin, isToken, judgeRequest, judgeUpgrade, type RequestHead } from './guard.ts'

const token = createToken()
const good: RequestHead = {
  method: 'GET', parts: ['files', 'runs', 'a', 'artifacts', 'b.npy'], host: '127.0.0.1:4000', origin: undefined, authorization: `Bearer ${token}`, protocols: undefined,
}
const upgrade: RequestHead = {
  method: 'GET', parts: [rpcPath.slice(1)], host: 'localhost:4000', origin: 'http://localhost:4000', authorization: undefined, protocols: `holoscope, token.${token}`,
}

describe('token', () => {
  it('has 256 bits, and no two are equal', () => {
    const tokens = Array.from({ length: 100 }, createToken)
    expect(new Set(tokens).size).toBe(100)
    expect(tokens.every((each) => Buffer.from(each, 'base64url').length === 32)).toBe(true)
  })
  it.each([['itself', token, true], ['another', createToken(), false], ['its beginning', token.slice(0, -1), false], ['nothing', '', false], ['no text', undefined, false]])(
    'against %s', (_name, guess, same) => expect(isToken(token, guess)).toBe(same))
  it.each([['Bearer abc', 'abc'], ['bearer abc', null], ['Bearer ', null], ['Basic abc', null], [undefined, null], ['Bearer a b', null]])('%s', (header, expected) =>
    expect(bearerToken(header)).toBe(expected))
})

describe('Host', () => {
  it.each([
    ['127.0.0.1', true], ['127.0.0.1:80', true], ['localhost:65535', true], ['LOCALHOST', true], ['[::1]:5', true],
    [undefined, false], ['', false], ['evil.example', false], ['127.0.0.1.evil.example', false], ['localhost.evil.example:80', false],
    ['evil.example:127.0.0.1', false], ['127.0.0.1:80@evil.example', false], ['0.0.0.0', false], ['192.168.0.5', false], ['127.0.0.1:999999', false],
  ])('%s', (host, allowed) => expect(isLoopbackHost(host)).toBe(allowed))
})

describe('Origin', () => {
  it.each([
    ['http://127.0.0.1:4000', true], ['HTTP://127.0.0.1:4000', true],
    [undefined, false], ['null', false], ['http://evil.example', false], ['http://127.0.0.1:4001', false], ['https://127.0.0.1:4000', false],
    ['http://127.0.0.1:4000.evil.example', false], ['http://localhost:4000', false],
  ])('%s', (origin, allowed) => expect(isOwnOrigin(origin, '127.0.0.1:4000')).toBe(allowed))
})

describe('a request', () => {
  it.each<[string, Partial<RequestHead>, true | number]>([
    ['with everything right', {}, true],
    ['through a tunnel with another port', { host: 'localhost:9999' }, true],
    ['for the bundle without a token', { parts: ['assets', 'index.js'], authorization: undefined }, true],
    ['for a file without a token', { authorization: undefined }, 401],
    ['for the folder of files without a token', { parts: ['files'], authorization: undefined }, 401],
    ['for the session without a token', { parts: ['session'], authorization: undefined }, 401],
    ['with a wrong token', { authorization: `Bearer ${createToken()}` }, 401],
    ['with a foreign Host, though the token is right', { host: 'evil.example' }, 421],
    ['without a Host', { host: undefined }, 421],
    ['from a foreign page, though it only reads', { origin: 'http://evil.example' }, 403],
    ['that posts from our page', { method: 'POST', parts: ['files', 'uploads'], origin: 'http://127.0.0.1:4000' }, true],
    ['that posts without an Origin', { method: 'POST', parts: ['files', 'uploads'] }, 403],
    ['that posts from a foreign page', { method: 'POST', parts: ['files', 'uploads'], origin: 'http://evil.example' }, 403],
    ['that posts to the bundle without a token', { method: 'POST', parts: [], origin: 'http://127.0.0.1:4000', authorization: undefined }, 401],
    ['that asks whether it may ask (no cross-origin requests here)', { method: 'OPTIONS', origin: 'http://evil.example' }, 405],
    ['for a path that cannot be decoded', { parts: null }, 400],
    ['that deletes', { method: 'DELETE' }, 405],
  ])('%s', (_name, change, expected) => {
    const verdict = judgeRequest({ ...good, ...change }, token)
    expect(verdict.allowed ? true : verdict.status).toBe(expected)
  })
})

describe('an upgrade', () => {
  it.each<[string, Partial<RequestHead>, true | number]>([
    ['with everything right', {}, true],
    ['without a token', { protocols: 'holoscope' }, 401],
    ['without protocols', { protocols: undefined }, 401],
    ['with the token alone', { protocols: `token.${token}` }, 401],
    ['with a wrong token', { protocols: `holoscope, token.${createToken()}` }, 401],
    ['with two guesses at once', { protocols: `holoscope, token.${token}, token.${createToken()}` }, 401],
    ['without an Origin', { origin: undefined }, 403],
    ['from a foreign page', { origin: 'https://evil.example' }, 403],
    ['from another port of this machine', { origin: 'http://localhost:4001' }, 403],
    ['with a foreign Host and an Origin to match', { host: 'evil.example', origin: 'http://evil.example' }, 421],
    ['elsewhere', { parts: ['other'] }, 404],
  ])('%s', (_name, change, expected) => {
    const verdict = judgeUpgrade({ ...upgrade, ...change }, token)
    expect(verdict.allowed ? true : verdict.status).toBe(expected)
  })
})
