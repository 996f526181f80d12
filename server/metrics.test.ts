import { describe, expect, it } from 'vitest'
import type { Rule } from '@/lib/diagnosis/rule'
import type { Finding, Severity } from '@/lib/kubernetes/finding'
import { aPod, aService, aSlice, endpointOf } from '@/lib/topology/records.fixture'
import { createMetrics } from './metrics'
import { aSwitchboard, type Given } from './switchboard.fixture'

/** A Service over some pods, of which the first `ready` answer. */
function aWorkload(name: string, wanted: number, ready: number, namespace = 'default') {
  const labels = { app: name }
  const pods = Array.from({ length: wanted }, (_, index) =>
    aPod(`${name}-${index}`, { namespace, labels, ips: [`10.1.${name.length}.${index + 1}`] }),
  )
  const endpoints = pods.map((pod, index) => endpointOf(pod, { ready: index < ready }))
  return [aService(name, { namespace, selector: labels }), ...pods, aSlice(name, endpoints, { namespace })]
}

async function scrape(
  given: Given = {},
  services = 1000,
  look: (house: ReturnType<typeof aSwitchboard>) => unknown = () => {},
) {
  const house = aSwitchboard(given)
  await look(house)
  const text = await createMetrics({ switchboard: house, services, process: false }).text()
  return {
    text,
    /** Series of one metric: `{labels} value`, labels without quotes. */
    of: (name: string) =>
      text
        .split('\n')
        .filter((line) => line.startsWith(`switchboard_${name}{`))
        .map((line) => line.slice(`switchboard_${name}`.length).replaceAll('"', '')),
  }
}

function aFinding(code: string, severity: Severity): Finding {
  return { id: code, code, severity, facts: {}, objects: [], evidence: [], command: 'kubectl get pods' }
}

describe('the metrics of who answers', () => {
  const records = [...aWorkload('fine', 3, 3), ...aWorkload('partly', 4, 1), ...aWorkload('silent', 2, 0, 'shop')]

  it('are ready and wanted endpoints of each Service', async () => {
    const { of } = await scrape({ records, rules: { services: [], namespaces: [] } })
    expect(of('service_endpoints_ready')).toEqual([
      '{context=test,namespace=shop,service=silent} 0',
      '{context=test,namespace=default,service=partly} 1',
      '{context=test,namespace=default,service=fine} 3',
    ])
    expect(of('service_endpoints_wanted')).toContain('{context=test,namespace=default,service=partly} 4')
    expect(of('services_in_trouble')).toEqual(['{context=test,severity=error} 1', '{context=test,severity=warning} 1'])
    expect(of('service_findings').filter((line) => line.endsWith(' 1'))).toEqual([])
  })

  it('are what is found, of each Service by severity and of all by code', async () => {
    const unready: Rule = {
      code: 'unready',
      needs: [],
      judge: ({ graph: { counts } }) =>
        counts.notReady === 0 ? [] : [aFinding('unready', counts.ready === 0 ? 'error' : 'warning')],
    }
    const { of } = await scrape({ records, rules: { services: [unready], namespaces: [] } })
    expect(of('service_findings').filter((line) => !line.endsWith(' 0'))).toEqual([
      '{context=test,namespace=shop,service=silent,severity=error} 1',
      '{context=test,namespace=default,service=partly,severity=warning} 1',
    ])
    expect(of('findings')).toEqual([
      '{context=test,code=unready,severity=error} 1',
      '{context=test,code=unready,severity=warning} 1',
    ])
  })

  it('are bounded: the worst have series of their own, the others are one sum, and are counted', async () => {
    const { of } = await scrape({ records: [...records, ...aWorkload('good', 2, 2)] }, 2)
    expect(of('service_endpoints_ready')).toEqual([
      '{context=test,namespace=shop,service=silent} 0',
      '{context=test,namespace=default,service=partly} 1',
      '{context=test,namespace=,service=} 5',
    ])
    expect(of('services_summed_up')).toEqual(['{context=test} 2'])
    expect(of('services')).toEqual(['{context=test} 4'])
  })

  it('say nothing, instead of zero, where endpoints are not known', async () => {
    const { of } = await scrape({ records, states: { pods: { status: 'denied' } } })
    expect(of('service_endpoints_ready')).toEqual([])
    expect(of('services_unknown')).toEqual(['{context=test} 3'])
    expect(of('services_in_trouble')).toEqual(['{context=test,severity=error} 0', '{context=test,severity=warning} 0'])
  })

  it('leave out what has nobody of its own', async () => {
    const alias = aService('alias', { type: 'ExternalName', externalName: 'example.com', clusterIPs: [] })
    const { of } = await scrape({ records: [alias] })
    expect(of('service_endpoints_ready')).toEqual([])
    expect(of('services_unknown')).toEqual(['{context=test} 0'])
  })
})

describe('the metrics of the reading', () => {
  it('tell the state of each resource, the others with zero, so that an alert can rely on them', async () => {
    const { of } = await scrape({ states: { pods: { status: 'stale' } } })
    expect(of('resource_state').filter((line) => line.includes('resource=pods,'))).toEqual([
      '{context=test,resource=pods,state=syncing} 0',
      '{context=test,resource=pods,state=live} 0',
      '{context=test,resource=pods,state=stale} 1',
      '{context=test,resource=pods,state=denied} 0',
      '{context=test,resource=pods,state=absent} 0',
      '{context=test,resource=pods,state=partial} 0',
    ])
  })

  it('tell what is held, what was asked, and for how long nothing has come', async () => {
    const counts = { lists: 3, relists: 2, watches: 5, events: 70, malformed: 1 }
    const { of } = await scrape({ records: aWorkload('web', 3, 3), counts: { pods: counts }, silence: { pods: 1500 } })
    expect(of('records')).toContain('{context=test,resource=pods} 3')
    expect(of('lists_total')).toEqual(['{context=test,resource=pods} 3'])
    expect(of('relists_total')).toEqual(['{context=test,resource=pods} 2'])
    expect(of('watches_total')).toEqual(['{context=test,resource=pods} 5'])
    expect(of('watch_events_total')).toEqual(['{context=test,resource=pods} 70'])
    expect(of('malformed_total')).toEqual(['{context=test,resource=pods} 1'])
    expect(of('watch_silence_seconds')).toEqual(['{context=test,resource=pods} 1.5'])
  })
})

describe('the metrics of the streams', () => {
  it('tell viewers, bytes, and who was turned away', async () => {
    const { of } = await scrape({ limits: { viewers: 1 } }, 10, async ({ context: { hub } }) => {
      const stay = hub.connect({ views: [{ view: 'overview' }] }).getReader()
      await stay.read()
      await hub
        .connect({ views: [{ view: 'overview' }] })
        .getReader()
        .read()
    })
    expect(of('viewers')).toEqual(['{context=test} 1'])
    expect(of('viewers_refused_total')).toEqual(['{context=test} 1'])
    expect(of('resets_total')).toContain('{context=test,reason=start} 1')
    expect(of('drops_total')).toEqual([
      '{context=test,reason=behind} 0',
      '{context=test,reason=stalled} 0',
      '{context=test,reason=denied} 0',
    ])
    expect(Number(of('sent_bytes_total')[0]?.split(' ')[1])).toBeGreaterThan(100)
  })
})

describe('a scrape', () => {
  it('is the exposition format, and the same twice: counts are not added up, and what is gone has no series', async () => {
    const counts = { pods: { lists: 1, relists: 0, watches: 1, events: 7, malformed: 0 } }
    const switchboard = aSwitchboard({ records: aWorkload('web', 3, 3), counts })
    const metrics = createMetrics({ switchboard, services: 10, process: false })
    expect(metrics.contentType).toBe('text/plain; version=0.0.4; charset=utf-8')
    const text = await metrics.text()
    expect(await metrics.text()).toBe(text)
    for (const line of text.split('\n').filter((each) => each !== ''))
      expect(line).toMatch(/^(# (HELP|TYPE) switchboard_|switchboard_[a-z_]+(\{[^}]*\})? -?\d)/)
    switchboard.context.mirror.store.apply([{ type: 'remove', kind: 'Service', key: 'default/web' }])
    expect(await metrics.text()).not.toContain('service="web"')
  })

  it('has the figures of the process too, in a registry of its own', async () => {
    const switchboard = aSwitchboard({})
    const both = [createMetrics({ switchboard, services: 10 }), createMetrics({ switchboard, services: 10 })]
    for (const metrics of both) expect(await metrics.text()).toMatch(/^process_resident_memory_bytes \d+/m)
  })
})
