import { describe, expect, it } from 'vitest'
import { externalLink, isTrustedSender, mayNavigate, mayUse } from './policies.ts'

describe('navigation', () => {
  it.each([
    ['lab://app/', true], ['lab://app/index.html#/runs/a', true], ['lab://app', true],
    ['lab://other/', false], ['lab://app.evil.example/', false], ['lab://user@app/', false], ['https://app/', false], ['http://127.0.0.1/', false],
    ['file:///etc/passwd', false], ['javascript:alert(1)', false], ['data:text/html,x', false], ['about:blank', false], ['', false], ['labs://app/', false],
  ])('%s', (url, allowed) => expect(mayNavigate(url)).toBe(allowed))
})

describe('a call to the host', () => {
  it.each([
    [{ url: 'lab://app/index.html', isTopFrame: true }, true],
    [{ url: 'lab://app/index.html', isTopFrame: false }, false],
    [{ url: 'https://evil.example/lab://app/', isTopFrame: true }, false],
    [null, false],
  ])('%o', (sender, trusted) => expect(isTrustedSender(sender)).toBe(trusted))
})

describe('permissions', () => {
  it.each([
    ['clipboard-sanitized-write', 'lab://app/', true], ['fullscreen', 'lab://app', true],
    ['clipboard-read', 'lab://app/', false], ['media', 'lab://app/', false], ['geolocation', 'lab://app/', false], ['openExternal', 'lab://app/', false],
    ['fullscreen', 'https://evil.example', false], ['fullscreen', '', false],
  ])('%s for %s', (permission, origin, allowed) => expect(mayUse(permission, origin)).toBe(allowed))
})

describe('links out of the lab', () => {
  it.each([
    ['https://arxiv.org/abs/2601.22033', 'https://arxiv.org/abs/2601.22033'], ['mailto:someone@example.org', 'mailto:someone@example.org'],
    ['HTTPS://EXAMPLE.ORG', 'https://example.org/'],
    ['http://example.org', null], ['file:///usr/bin/xterm', null], ['smb://host/share', null], ['javascript:alert(1)', null], ['https://user:word@example.org', null],
    ['ms-msdt:/id', null], ['lab://app/', null], ['not an address', null],
  ])('%s', (url, opened) => expect(externalLink(url)).toBe(opened))
})
