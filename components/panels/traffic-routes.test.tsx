// @vitest-environment happy-dom
import { cleanup, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useServiceGraph } from '@/components/data/use-topology'
import type { KubernetesRecord } from '@/lib/kubernetes/record'
import { anIngress, aPod, aRoute, aService, aSlice, endpointOf } from '@/lib/topology/records.fixture'
import type { Locale } from '@/messages/locale'
import { aNamespace, renderPage, stateOf } from './page.fixture'
import { TrafficRoutes } from './traffic-routes'
import { VantageWords } from './vantage-words'

const shop = { namespace: 'shop' } as const
const ports = [{ name: 'http', protocol: 'TCP' as const, port: 80, targetPort: 8080 }]
const web = aService('web', { ...shop, ports })
const pods = [aPod('web-1', shop), aPod('web-2', shop)]
const slice = aSlice(
  'web',
  pods.map((pod) => endpointOf(pod)),
  { ...shop, ports: [{ name: 'http', protocol: 'TCP', port: 8080 }] },
)
const backend = (name: string, weight: number) => ({ kind: 'Service', namespace: 'shop', name, port: 80, weight })
const canary = aRoute('canary', {
  ...shop,
  rules: [{ matches: ['/cart'], backends: [backend('web', 1), backend('web-next', 3)] }],
})

function Page() {
  const graph = useServiceGraph('shop/web')
  return graph === undefined ? null : (
    <VantageWords>
      <TrafficRoutes graph={graph} />
    </VantageWords>
  )
}

async function rowsOf(records: readonly KubernetesRecord[], locale: Locale = 'en') {
  const { emit } = renderPage(<Page />, locale)
  emit(stateOf([aNamespace('shop'), web, slice, ...pods, ...records]))
  const table = await screen.findByRole('table')
  return within(table)
    .getAllByRole('row')
    .slice(1)
    .map((row) => row.textContent)
}

beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }))
})
afterEach(cleanup)

describe('the rules that lead to a Service', () => {
  it('give it its weight of what they match, evenly over the ready endpoints', async () => {
    expect(await rowsOf([canary])).toEqual(['HTTPRoute canary · /cart25%13% on each of 2 endpoints'])
    cleanup()
    expect(await rowsOf([canary], 'zh-CN')).toEqual(['HTTPRoute canary · /cart25%2 个端点各得 13%'])
  })

  it('give all of it by an Ingress, and say where nothing arrives', async () => {
    const ingress = anIngress('shop', {
      ...shop,
      rules: [
        { host: 'shop.example', path: '/', pathType: 'Prefix', backend: { service: 'web', port: 'http' } },
        { host: 'old.example', path: '/', pathType: 'Prefix', backend: { service: 'web', port: 8080 } },
      ],
    })
    expect(await rowsOf([ingress])).toEqual([
      'Ingress shop · shop.example/100%50% on each of 2 endpoints',
      'Ingress shop · old.example/100%nothing arrives: the Service has no such port',
    ])
  })
})
