// @vitest-environment happy-dom
import { cleanup } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { ConnectionLine } from './connection-line'
import { renderPage, stateOf, upstreamWith } from './page.fixture'

afterEach(cleanup)

const line = <ConnectionLine namespace="shop" />
const said = (container: HTMLElement) => container.querySelector('[role="status"]')?.textContent

describe('the connection line', () => {
  it('says live only of an open stream into a cluster that answers', () => {
    const { emit, container } = renderPage(line)
    expect(said(container)).toBe('Connecting…')
    emit(stateOf([]))
    expect(said(container)).toMatch(/^live/)
    emit(stateOf([], { connection: { status: 'lost', since: 0, reason: 'silent', retryAt: 0 } }))
    expect(said(container)).toMatch(/^Lost since \d\d:\d\d:\d\d: nothing heard for 40 s/)
  })

  it('says since when the picture is old, and in whose words why', () => {
    const { emit, container } = renderPage(line)
    const reason = 'connect ECONNREFUSED 127.0.0.1:6443'
    emit(
      stateOf([], {
        upstream: upstreamWith({ resource: 'pods', status: 'stale', since: '2026-01-01T12:04:31Z', reason }),
      }),
    )
    expect(said(container)).toBe(`Stale since 12:04:31: ${reason}`)
  })

  it('says how far the first lists are, with the remainder marked as an estimate', () => {
    const { emit, container } = renderPage(line)
    const pods = { resource: 'pods', status: 'syncing' as const, loaded: 3500, remaining: 6500 }
    emit(stateOf([], { complete: false, upstream: upstreamWith(pods) }))
    expect(said(container)).toBe('Reading pods 3,500 of ~10,000')
  })

  it('counts the optional reads that are denied beside live, and names a needed one', () => {
    const { emit, container } = renderPage(line)
    emit(stateOf([], { upstream: upstreamWith({ resource: 'events', status: 'denied' }) }))
    expect(said(container)).toMatch(/^live/)
    expect(container.textContent).toContain('1 read denied')
    emit(stateOf([], { upstream: upstreamWith({ resource: 'pods', status: 'denied' }) }))
    expect(said(container)).toBe('You may not read pods')
  })

  it('looks at the namespace of the page alone', () => {
    const { emit, container } = renderPage(line)
    emit(stateOf([], { upstream: upstreamWith({ resource: 'pods', namespace: 'data', status: 'denied' }) }))
    expect(said(container)).toMatch(/^live/)
  })

  it('lists every resource with its state behind it', () => {
    const { emit, container } = renderPage(line, 'zh-CN')
    emit(stateOf([], { upstream: upstreamWith({ resource: 'gateways', status: 'absent' }) }))
    const rows = [...container.querySelectorAll('tr')].map((row) => row.textContent)
    expect(rows).toContain('gateways未安装')
    expect(rows).toContain('pods实时')
  })
})
