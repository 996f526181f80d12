// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { createElement } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Finding } from '@/lib/kubernetes/finding'
import { aDeployment, aNode } from '@/lib/topology/records.fixture'
import type { Locale } from '@/messages/locale'
import { aFinding, aFindings } from './finding.fixture'
import { aNamespace, renderPage, stateOf, upstreamWith } from './page.fixture'
import { ServicePage } from './service-page'

vi.mock('@/messages/load-findings', async () => {
  const { sentencesOfTests } = await import('./finding.fixture')
  return { loadFindingMessages: (locale: Locale) => Promise.resolve(sentencesOfTests[locale]) }
})

const address = vi.hoisted(() => ({ query: '' }))

vi.mock('next/navigation', () => ({
  usePathname: () => '/n/shop/s/web',
  useSearchParams: () => new URLSearchParams(address.query),
  useRouter: () => ({ push: () => undefined, replace: () => undefined }),
}))
vi.mock('@/components/graph/graph-view', () => ({
  GraphView: ({ label }: { readonly label: string }) => createElement('div', { role: 'img', 'aria-label': label }),
}))

const since = '2026-01-01T11:00:00Z'
const nodes = [aNode('worker-1', 'a'), aNode('worker-2', 'b'), aNode('worker-3', 'c')]
const shop = [aNamespace('shop'), ...nodes, ...aDeployment('web', 3, { nodes, namespace: 'shop' })]

beforeEach(() => {
  address.query = ''
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }))
})
afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

const page = <ServicePage namespace="shop" name="web" />
const statuses = () => screen.getAllByRole('status').map(({ textContent }) => textContent)
const heading = () => screen.getByRole('heading', { level: 1 }).textContent

describe('the page of a Service', () => {
  it('says who answers, in both languages, and lists each address', async () => {
    for (const [locale, sentence] of [
      ['en', 'All 3 answer.'],
      ['zh-CN', '3 个全部应答。'],
    ] as const) {
      const { emit } = renderPage(page, locale)
      emit(stateOf(shop))
      expect(screen.getByText(sentence)).toBeDefined()
      expect(within(await screen.findByRole('table')).getAllByRole('row')).toHaveLength(4)
      cleanup()
    }
  })

  it('shows no figure before the first picture is whole', () => {
    const { emit, container } = renderPage(page)
    emit(stateOf([], { complete: false, scopes: new Map() }))
    expect(heading()).toBe('web')
    expect(container.textContent).not.toMatch(/\d/)
  })

  it('keeps the last picture of a Service that is deleted while it is looked at, and says so', () => {
    const { emit } = renderPage(page)
    emit(stateOf(shop))
    emit(stateOf(shop.filter((record) => record.kind !== 'Service')))
    expect(screen.getByText('web was deleted. This is the last picture of it.')).toBeDefined()
    expect(screen.queryByText('All 3 answer.')).toBeNull()
    expect(screen.getByRole('img', { name: 'Who answers when web is called' })).toBeDefined()
  })

  it('names what exists near a Service that does not', async () => {
    const { emit } = renderPage(<ServicePage namespace="shop" name="wbe" />)
    emit(stateOf(shop))
    await vi.waitFor(() => expect(heading()).toBe('There is no Service wbe in shop.'))
    expect(screen.getByRole('link', { name: 'web' }).getAttribute('href')).toBe('/n/shop/s/web')
  })

  it('tells an unknown namespace from an empty one', async () => {
    const { emit } = renderPage(<ServicePage namespace="shp" name="web" />)
    emit(stateOf(shop))
    await vi.waitFor(() => expect(heading()).toBe('There is no namespace shp.'))
    expect(screen.getByRole('link', { name: 'shop' })).toBeDefined()
  })

  it('never takes a namespace for unknown where namespaces may not be listed', () => {
    const { emit } = renderPage(page)
    const upstream = upstreamWith({ resource: 'namespaces', status: 'denied' })
    emit(
      stateOf(
        shop.filter((record) => record.kind !== 'Namespace'),
        { upstream },
      ),
    )
    expect(heading()).toBe('web')
  })

  it('says which read is denied, and what would grant it, instead of an empty picture', async () => {
    const { emit, container } = renderPage(page)
    emit(stateOf([], { upstream: upstreamWith({ resource: 'endpointslices', status: 'denied', verb: 'list' }) }))
    await waitFor(() => expect(heading()).toBe('Unknown: you may not list endpointslices in shop.'))
    expect(container.textContent).toContain(
      'kubectl create role switchboard-endpointslices -n shop --verb=get,list,watch --resource=endpointslices.discovery.k8s.io',
    )
  })

  it('draws published addresses where pods may not be listed, and says that the rest is unknown', async () => {
    const { emit, container } = renderPage(page)
    const upstream = upstreamWith({ resource: 'pods', status: 'denied', verb: 'list' })
    emit(
      stateOf(
        shop.filter((record) => record.kind !== 'Pod'),
        { upstream },
      ),
    )
    expect(statuses()).toContainEqual(expect.stringMatching(/^Unknown: you may not list pods in shop\. Published/))
    expect(within(await screen.findByRole('table')).getAllByRole('row')).toHaveLength(4)
    expect(screen.getByText('3 of 3 published addresses ready.')).toBeDefined()
    expect(screen.getByText('?/?')).toBeDefined()
    expect(container.textContent).not.toMatch(/No pod matches|3\/3/i)
    await screen.findByText(/kubectl create role switchboard-pods -n shop --verb=get,list,watch/)
  })

  it('claims nothing about pods while they are still being read', () => {
    const { emit, container } = renderPage(page)
    const upstream = upstreamWith({ resource: 'pods', status: 'syncing', loaded: 500, remaining: 9500 })
    const read = shop.filter((record) => record.kind === 'Service' || record.kind === 'Namespace')
    emit(stateOf(read, { upstream }))
    expect(statuses()).toContainEqual(expect.stringMatching(/^Not known yet: pods 500 of ~10,000 still being read/))
    expect(screen.getByText('?/?')).toBeDefined()
    expect(container.textContent).not.toMatch(/no pod matches/i)
  })

  it('never counts the ways in as all of them where some may not be read', async () => {
    const { emit, container } = renderPage(page)
    emit(stateOf(shop, { upstream: upstreamWith({ resource: 'ingresses', status: 'denied', verb: 'list' }) }))
    expect(await screen.findByRole('heading', { name: '1 way in, others unknown' })).toBeDefined()
    expect(container.textContent).toContain('Unknown: you may not list ingresses in shop.')
    await screen.findAllByText(/--resource=ingresses\.networking\.k8s\.io/)
  })

  it('says that the cluster does not answer where nothing of it was ever read', () => {
    const { emit } = renderPage(page)
    const dead = { status: 'syncing' as const, reason: 'connect ECONNREFUSED' }
    const upstream = upstreamWith(...['services', 'pods', 'endpointslices'].map((resource) => ({ resource, ...dead })))
    emit(stateOf([], { upstream }))
    expect(heading()).toBe('The cluster of kind-prod cannot be read.')
    expect(screen.getByText('connect ECONNREFUSED')).toBeDefined()
  })

  it('keeps the picture through a reset until the new one is whole', () => {
    const { emit } = renderPage(page)
    emit(stateOf(shop))
    emit(stateOf(shop, { complete: false }))
    expect(screen.getByText('All 3 answer.')).toBeDefined()
  })

  it('tells each port of the Service where it leads', async () => {
    address.query = 'tab=ports'
    const { emit } = renderPage(page)
    emit(stateOf(shop))
    const table = await screen.findByRole('table', { name: 'Ports of the Service' })
    expect(table.textContent).toContain('8080 on 3 endpoints')
  })

  it('prints what kubectl prints, and follows its ages', async () => {
    address.query = 'tab=kubectl'
    const { emit, clock } = renderPage(page)
    emit(stateOf(shop))
    const printed = await screen.findByText(/ADDRESSTYPE/)
    const before = printed.textContent
    expect(before).toMatch(/^web-s0 +IPv4 +8080 +(10\.\d+\.\d+\.\d+,?){3} +12h$/m)
    act(() => clock.advance(3_600_000))
    expect(printed.textContent).toBe(before?.replace(/12h$/m, '13h'))
  })
})

describe('what is found about a Service', () => {
  const mismatch = aFinding({
    code: 'test-mismatch',
    facts: { selector: 'app: frontend', near: 'app: front-end', pods: 3 },
    objects: [
      { kind: 'Service', namespace: 'shop', name: 'web' },
      { kind: 'Pod', namespace: 'shop', name: 'web-0' },
    ],
    differences: [
      {
        object: { kind: 'Service', namespace: 'shop', name: 'web' },
        path: 'spec.selector.app',
        is: 'app: frontend',
        wants: 'app: front-end',
      },
    ],
    command: 'kubectl get pods -n shop --show-labels',
    consequences: ['test-alone'],
  })
  const alone = aFinding({
    code: 'test-alone',
    severity: 'warning',
    evidence: [
      {
        type: 'condition',
        object: { kind: 'Pod', namespace: 'shop', name: 'web-0' },
        path: 'status.conditions[type=Ready]',
        condition: { type: 'Ready', status: 'False', reason: 'ContainersNotReady', message: 'unready: [api]', since },
      },
    ],
    cause: 'test-mismatch',
  })
  const note = aFinding({ code: 'test-note', severity: 'info', facts: { pods: 2 } })
  const withFindings = (findings: readonly Finding[], unread: readonly string[] = []) => ({
    findings: new Map([['shop/Service/web', aFindings(findings, { unread })]]),
  })
  const items = (container: HTMLElement) =>
    [...container.querySelectorAll('[data-finding]')].map((item) => item.getAttribute('data-finding'))

  it('is its headline, cause first, in both languages', async () => {
    for (const [locale, sentence] of [
      ['en', 'No pod matches app: frontend; 3 pods say app: front-end.'],
      ['zh-CN', '没有 Pod 匹配 app: frontend；有 3 个 Pod 的标签是 app: front-end。'],
    ] as const) {
      const { emit, container } = renderPage(page, locale)
      emit(stateOf(shop, withFindings([mismatch, alone])))
      await vi.waitFor(() => expect(container.querySelector('header p')?.textContent).toBe(sentence))
      cleanup()
    }
  })

  it('is no headline where it is but a note: then the page says who answers', async () => {
    const { emit, container } = renderPage(page)
    emit(stateOf(shop, withFindings([note])))
    await screen.findByText('2 pods are of a kind.')
    expect(container.querySelector('header p')?.textContent).toBe('All 3 answer.')
  })

  it('opens on the worst, with the difference, the command and the reason', async () => {
    const { emit, container } = renderPage(page)
    emit(stateOf(shop, withFindings([mismatch, alone])))
    expect(await screen.findByText('kubectl get pods -n shop --show-labels')).toBeDefined()
    expect([...container.querySelectorAll('mark')].map(({ textContent }) => textContent)).toEqual(['-'])
    expect(screen.getByRole('link', { name: 'Kubernetes documentation' }).getAttribute('rel')).toBe('noreferrer')
    expect(screen.getByRole('link', { name: /spec\.selector\.app$/ }).getAttribute('href')).toBe(
      '/n/shop/s/web?yaml=Service/shop/web&field=spec.selector.app',
    )
  })

  it('folds what follows from it under it, and counts it once', async () => {
    const { emit, container } = renderPage(page)
    emit(stateOf(shop, withFindings([mismatch, alone, note])))
    expect(await screen.findByRole('heading', { name: '2 findings' })).toBeDefined()
    expect(items(container)).toEqual(['test-mismatch', 'test-alone', 'test-note'])
    expect(container.querySelector('[data-finding="test-mismatch"] [data-finding="test-alone"]')).not.toBeNull()
  })

  it('opens the one that the address names, and gives it the focus', async () => {
    address.query = 'finding=test-alone'
    const { emit } = renderPage(page)
    emit(stateOf(shop, withFindings([mismatch, alone])))
    const button = await screen.findByRole('button', { name: /One pod stands alone/ })
    expect(document.activeElement).toBe(button)
    expect(await screen.findByText('Ready=False')).toBeDefined()
    expect(screen.getByText('unready: [api]')).toBeDefined()
    expect(screen.queryByText('kubectl get pods -n shop --show-labels')).toBeNull()
  })

  it('says so where the address names one that holds no longer', () => {
    address.query = 'finding=test-alone'
    const { emit } = renderPage(page)
    emit(stateOf(shop))
    expect(screen.getByText('The finding that the link leads to holds no longer.')).toBeDefined()
  })

  it('is never taken for all there is where a read is denied', () => {
    const { emit, container } = renderPage(page)
    const upstream = upstreamWith({ resource: 'nodes', status: 'denied', verb: 'list' })
    emit(stateOf(shop, { upstream, ...withFindings([], ['nodes']) }))
    expect(container.textContent).toContain('Unknown: you may not list nodes. What this could show is not looked for.')
  })
})

describe('the tabs of a page', () => {
  it('put the choice into the address: what is pressed can be gone back from, a walk by keys leaves one entry', () => {
    const written: string[] = []
    const note = (how: string) => (_state: unknown, _title: string, url?: string | URL | null) => {
      written.push(`${how} ${url}`)
    }
    vi.spyOn(window.history, 'replaceState').mockImplementation(note('replace'))
    vi.spyOn(window.history, 'pushState').mockImplementation(note('push'))
    const { emit } = renderPage(page)
    emit(stateOf(shop))
    fireEvent.keyDown(screen.getByRole('tab', { name: /Endpoints/ }), { key: 'ArrowRight' })
    fireEvent.click(screen.getByRole('tab', { name: /Ports/ }))
    expect(written).toEqual(['replace /n/shop/s/web?tab=slices', 'push /n/shop/s/web?tab=ports'])
  })
})
