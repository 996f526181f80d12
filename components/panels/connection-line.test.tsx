// @vitest-environment happy-dom
import { act, cleanup, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { ConnectionLine } from './connection-line'
import { renderPage, stateOf, upstreamWith } from './page.fixture'

afterEach(cleanup)

const line = <ConnectionLine namespace="shop" />
/** The popover is the browser's; only that it opened is told. */
async function openDetails(container: HTMLElement) {
  const opened = Object.assign(new Event('toggle'), { newState: 'open' })
  act(() => {
    container.querySelector('[popover]')?.dispatchEvent(opened)
  })
  await waitFor(() => expect(container.querySelector('tr')).not.toBeNull())
}
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

  it('says of a read that is refused what would grant it, and of one that is stale since when', async () => {
    const { emit, container } = renderPage(line)
    const reason = 'connect ECONNREFUSED 127.0.0.1:6443'
    const refusal = 'nodes is forbidden: User "ann" cannot list resource "nodes" in API group "" at the cluster scope'
    const upstream = upstreamWith(
      { resource: 'nodes', status: 'denied', verb: 'list', reason: refusal },
      { resource: 'ingresses', status: 'denied', verb: 'watch', reason: 'the webhook says no' },
      { resource: 'events', status: 'stale', since: '2026-01-01T12:04:31Z', reason },
    )
    emit(stateOf([], { upstream }))
    await openDetails(container)
    const rows = [...container.querySelectorAll('tr')].map((row) => row.textContent)
    expect(rows).toContain('nodesdenied: you may not list it')
    expect(rows).toContain('ingressesdenied: you may not watch itthe webhook says no')
    expect(rows).toContain(`eventsstale since 12:04:31${reason}`)
    expect(container.textContent).toContain('2 reads denied · 1 read stale')
    expect(container.textContent).toContain(
      'kubectl create clusterrole switchboard-nodes --verb=get,list,watch --resource=nodes',
    )
    expect(container.textContent).toContain('kubectl create rolebinding switchboard-ingresses -n shop')
    expect(container.textContent).toContain('--user=ann')
  })

  it('names the namespaces that are read where the whole is refused', async () => {
    const { emit, container } = renderPage(<ConnectionLine namespace={undefined} />)
    const pods = { resource: 'pods', since: '2026-01-01T12:00:00Z' }
    const { resources, ...cluster } = upstreamWith({ ...pods, status: 'partial', verb: 'list', remaining: 3 })
    const parts = [
      { ...pods, namespace: 'shop', status: 'live' as const },
      { ...pods, namespace: 'data', status: 'denied' as const, verb: 'list' as const },
      { ...pods, namespace: 'blog', status: 'live' as const },
    ]
    emit(stateOf([], { upstream: { ...cluster, resources: [...resources, ...parts] } }))
    expect(said(container)).toMatch(/^live/)
    await openDetails(container)
    const row = container.querySelector('[data-resource=pods]')?.textContent
    expect(row).toContain('some namespaces only')
    expect(row).toContain('live: blog, shop')
    expect(row).toContain('denied: you may not list it: data')
    expect(row).toContain('3 more namespaces are not read')
  })

  it('looks at the namespace of the page alone', () => {
    const { emit, container } = renderPage(line)
    emit(stateOf([], { upstream: upstreamWith({ resource: 'pods', namespace: 'data', status: 'denied' }) }))
    expect(said(container)).toMatch(/^live/)
  })

  it('lists every resource with its state behind it, once it is opened', async () => {
    const { emit, container } = renderPage(line, 'zh-CN')
    emit(stateOf([], { upstream: upstreamWith({ resource: 'gateways', status: 'absent' }) }))
    expect(container.querySelector('tr')).toBeNull()
    await openDetails(container)
    const rows = [...container.querySelectorAll('tr')].map((row) => row.textContent)
    expect(rows).toContain('gateways未安装')
    expect(rows).toContain('pods实时')
  })
})
