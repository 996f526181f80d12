// @vitest-environment happy-dom
import { cleanup, screen } from '@testing-library/react'
import { createElement } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Findings } from '@/lib/kubernetes/finding'
import { aDeployment, aNode } from '@/lib/topology/records.fixture'
import type { Locale } from '@/messages/locale'
import { aFinding, aFindings } from './finding.fixture'
import { NamespacePage } from './namespace-page'
import { aNamespace, renderPage, stateOf } from './page.fixture'
import { PodPage } from './pod-page'
import { ServicePage } from './service-page'

vi.mock('next/navigation', () => ({
  usePathname: () => '/n/shop',
  useSearchParams: () => new URLSearchParams(),
  useRouter: () => ({ push: () => undefined, replace: () => undefined }),
}))
vi.mock('@/components/graph/graph-view', () => ({
  GraphView: ({ label }: { readonly label: string }) => createElement('div', { role: 'img', 'aria-label': label }),
}))
vi.mock('@/messages/load-findings', async () => {
  const { sentencesOfTests } = await import('./finding.fixture')
  return { loadFindingMessages: (locale: Locale) => Promise.resolve(sentencesOfTests[locale]) }
})

const nodes = [aNode('worker-1', 'a'), aNode('worker-2', 'b')]
const shop = [
  aNamespace('shop'),
  ...nodes,
  ...aDeployment('api', 2, { nodes, namespace: 'shop' }),
  ...aDeployment('web', 2, { nodes, namespace: 'shop' }),
]
const pod = shop.find((record) => record.kind === 'Pod' && record.name.startsWith('web'))?.name ?? ''

const alone = aFinding({ code: 'test-alone', severity: 'warning' })
const consequence = aFinding({ id: 'test-alone:again', code: 'test-alone', cause: 'test-mismatch' })
const note = aFinding({ code: 'test-note', severity: 'info', facts: { pods: 2 } })
const mismatch = aFinding({
  code: 'test-mismatch',
  facts: { selector: 'app: web', near: 'app: Web', pods: 1 },
  objects: [{ kind: 'Pod', namespace: 'shop', name: pod }],
  consequences: ['test-alone:again'],
})

const of = (service: string, ...findings: Findings['findings']) =>
  aFindings(findings, {
    name: `Service/${service}`,
    subject: { kind: 'Service', namespace: 'shop', name: service },
  })
const findings = new Map(
  [of('api', alone), of('web', mismatch, consequence, note), of('ghost', aFinding({ code: 'test-alone' }))].map(
    (found) => [`shop/${found.name}`, found],
  ),
)
const told = (container: HTMLElement) =>
  [...container.querySelectorAll('aside [data-finding] a')].map((link) => link.getAttribute('href'))

beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }))
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

describe('the page of a namespace', () => {
  it('lists what is to be put right, the worst first, without notes and consequences', async () => {
    const { emit, container } = renderPage(<NamespacePage namespace="shop" />)
    emit(stateOf(shop, { findings }))
    await screen.findByRole('heading', { name: '3 findings' })
    expect(told(container)).toEqual([
      '/n/shop/s/ghost?finding=test-alone',
      '/n/shop/s/web?finding=test-mismatch',
      '/n/shop/s/api?finding=test-alone',
    ])
  })

  it('counts Services in trouble by what is found, the called and absent one included', () => {
    const { emit } = renderPage(<NamespacePage namespace="shop" />)
    emit(stateOf(shop, { findings }))
    expect(screen.getByText(/^3 in trouble/)).toBeDefined()
  })

  it('is calm where nothing is found', () => {
    const { emit } = renderPage(<NamespacePage namespace="shop" />)
    emit(stateOf(shop))
    expect(screen.getByText(/^none in trouble/)).toBeDefined()
  })
})

describe('the page of a pod', () => {
  it('tells what is found that names it, and leads there', async () => {
    const { emit, container } = renderPage(<PodPage namespace="shop" name={pod} />)
    emit(stateOf(shop, { findings }))
    await screen.findByRole('heading', { name: '1 finding' })
    expect(told(container)).toEqual(['/n/shop/s/web?finding=test-mismatch'])
  })
})

describe('the page of a Service that is not there', () => {
  it('tells who calls it', async () => {
    const { emit } = renderPage(<ServicePage namespace="shop" name="ghost" />)
    emit(stateOf(shop, { findings }))
    await vi.waitFor(() =>
      expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('There is no Service ghost in shop.'),
    )
    expect(await screen.findByRole('button', { name: /One pod stands alone/ })).toBeDefined()
  })
})
