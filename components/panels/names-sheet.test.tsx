// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, within } from '@testing-library/react'
import { SWRConfig } from 'swr'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useServiceGraph } from '@/components/data/use-topology'
import type { KubernetesRecord } from '@/lib/kubernetes/record'
import type { NamesJson } from '@/lib/names/names-json'
import { callsOf } from '@/lib/names/search'
import { aPod, aService, aSlice, endpointOf } from '@/lib/topology/records.fixture'
import type { Locale } from '@/messages/locale'
import { NamesSheet } from './names-sheet'
import { aNamespace, renderPage, stateOf } from './page.fixture'

const address = vi.hoisted(() => ({ query: '' }))

vi.mock('next/navigation', () => ({
  usePathname: () => '/n/shop/s/web',
  useSearchParams: () => new URLSearchParams(address.query),
}))

const web = aService('web', { namespace: 'shop', ports: [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 80 }] })
const headless = { ...web, clusterIPs: ['None'] }
const namespaces = [aNamespace('shop'), aNamespace('pay'), aNamespace('blue')]
const pod = aPod('web-0', { namespace: 'shop' })

/** What the server would say, were there a Service `web` in some namespaces. */
const answerFrom = (from: string, having: readonly string[], clusterDns: true | null = true): NamesJson => ({
  namespace: 'shop',
  service: 'web',
  zone: 'cluster.local',
  records: [],
  client: { namespace: from.split('/')[1] ?? from, ...(from.includes('/') && { pod: 'web-0' }), clusterDns },
  calls: callsOf(web, from.split('/')[1] ?? from, ({ namespace, name, asked }) =>
    namespace === 'secret' ? undefined : having.includes(namespace) && name === 'web' && asked.startsWith('web.'),
  ),
})

const asked: string[] = []
let answer: (from: string) => Response

beforeEach(() => {
  address.query = ''
  asked.length = 0
  answer = (from) => Response.json(answerFrom(from, ['shop']))
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }))
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path)
    return answer(new URLSearchParams(path.split('?')[1]).get('from') ?? '')
  })
})
afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

function Sheet() {
  const graph = useServiceGraph('shop/web')
  return graph === undefined ? null : <NamesSheet graph={graph} />
}

function open(records: readonly KubernetesRecord[], locale: Locale = 'en') {
  const rendered = renderPage(
    <SWRConfig value={{ provider: () => new Map() }}>
      <Sheet />
    </SWRConfig>,
    locale,
  )
  rendered.emit(stateOf([...namespaces, ...records]))
  return rendered
}

const rowsOf = async (name: string) =>
  within(await screen.findByRole('table', { name }))
    .getAllByRole('row')
    .slice(1)
    .map((row) => [...row.children].map((cell) => cell.textContent))

describe('the sheet of names', () => {
  it('lists what DNS holds for the Service', async () => {
    open([web])
    expect(await rowsOf('What DNS holds')).toEqual([
      ['_http._tcp.web.shop.svc.cluster.local', 'SRV', 'web.shop.svc.cluster.local:80'],
      ['web.shop.svc.cluster.local', 'A', '10.96.0.10'],
      ['web.shop.svc.cluster.local', 'SRV', 'web.shop.svc.cluster.local:80'],
    ])
  })

  it('follows the addresses of a headless one, and says why nobody finds it without', async () => {
    const { emit } = open([headless, pod, aSlice('web', [endpointOf(pod)], { namespace: 'shop' })])
    expect((await rowsOf('What DNS holds')).map(([name]) => name)).toContain('10-244-1-1.web.shop.svc.cluster.local')
    emit(stateOf([...namespaces, headless]))
    expect(screen.getByText(/headless and DNS knows no address that is ready/)).toBeDefined()
    emit(stateOf([...namespaces, { ...web, type: 'ExternalName', clusterIPs: [], externalName: '192.0.2.1' }]))
    expect(screen.getByText('192.0.2.1').closest('p')?.textContent).toContain('must be a name')
  })

  it('says what a client elsewhere must call, in both languages', async () => {
    address.query = 'client=pay'
    for (const [locale, sentence] of [
      ['en', 'web alone leads to nobody: it must call web.shop.'],
      ['zh-CN', '只写 web 无人应答：必须使用 web.shop。'],
    ] as const) {
      open([web], locale)
      await vi.waitFor(() =>
        expect(screen.getAllByRole('status').map(({ textContent }) => textContent)).toContain(sentence),
      )
      cleanup()
    }
  })

  it('warns of another Service of the same name next to the client', async () => {
    address.query = 'client=pay'
    answer = (from) => Response.json(answerFrom(from, ['shop', 'pay']))
    open([web])
    expect((await screen.findByRole('link', { name: 'pay/web' })).getAttribute('href')).toBe('/n/pay/s/web')
    expect(screen.getByText(/another Service: it must call/).textContent).toBe(
      'web alone is pay/web, another Service: it must call web.shop.',
    )
  })

  it('names what a resolver asks for before in vain', async () => {
    open([web])
    const rows = await rowsOf('What a client makes of the name')
    expect(rows.map(([called, leads]) => [called, leads])).toEqual([
      ['web', 'this Service'],
      ['web.shop', 'this Service'],
      ['web.shop.svc', 'this Service'],
      ['web.shop.svc.cluster.local', 'this Service'],
      ['web.shop.svc.cluster.local.', 'this Service'],
    ])
    expect(rows[0]?.[2]).toBe('–')
    fireEvent.click(screen.getByRole('button', { name: '3 names' }))
    expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
      'web.shop.svc.cluster.local.shop.svc.cluster.local',
      'web.shop.svc.cluster.local.svc.cluster.local',
      'web.shop.svc.cluster.local.cluster.local',
    ])
  })

  it('keeps the choice of the client in the address', async () => {
    const replaced: string[] = []
    vi.spyOn(window.history, 'replaceState').mockImplementation((_state, _title, url) => {
      replaced.push(String(url))
    })
    open([web])
    const choice = await screen.findByRole('combobox', { name: 'Who calls' })
    expect([...choice.children].map(({ textContent }) => textContent)).toEqual([
      'a pod in shop',
      'a pod in blue',
      'a pod in pay',
    ])
    fireEvent.change(choice, { target: { value: 'pay' } })
    expect(replaced).toEqual(['/n/shop/s/web?client=pay'])
  })

  it('asks for the pod that the page looks from, whose DNS is unknown on the network of its node', async () => {
    address.query = 'from=pod/shop/web-0&context=kind-prod'
    answer = (from) => Response.json(answerFrom(from, ['shop'], null))
    open([web, { ...pod, hostNetwork: true }])
    expect(await screen.findByText(/Which DNS it asks is not known: it is on the network of its node/)).toBeDefined()
    expect(asked).toEqual(['/api/namespaces/shop/services/web/names?from=pod%2Fshop%2Fweb-0&context=kind-prod'])
    expect(screen.getByText('kubectl exec web-0 -n shop -- nslookup web')).toBeDefined()
  })

  it('does not take what may not be read for nobody', async () => {
    address.query = 'client=secret'
    open([web])
    expect(await screen.findByText(/^Whom/)).toBeDefined()
    expect((await rowsOf('What a client makes of the name'))[0]).toEqual(['web', 'not known', '–'])
    cleanup()
    answer = () => Response.json({ detail: 'There is no namespace "secret".' }, { status: 404 })
    open([web])
    expect(await screen.findByText('Not known: There is no namespace "secret".')).toBeDefined()
  })
})
