import { describe, expect, it } from 'vitest'
import type { NamespaceRule, Rule } from '@/lib/diagnosis/rule'
import type { Finding, Severity } from '@/lib/kubernetes/finding'
import { aService } from '@/lib/topology/records.fixture'
import { aSwitchboard, type Given } from '../switchboard.fixture'
import { answerFinding, answerFindings, answerNamespaceFindings } from './findings'
import { answerServiceGraph } from './graph'
import { answerOverview } from './overview'

const object = { kind: 'Service', namespace: 'default', name: 'web' }

function aFinding(code: string, severity: Severity, over: Partial<Finding> = {}): Finding {
  const value = { type: 'field', object, path: 'spec.selector.app', value: 'frontend' } as const
  return {
    id: code,
    code,
    severity,
    facts: {},
    objects: [object, { kind: 'Node', namespace: '', name: 'worker-1' }],
    evidence: [value],
    command: 'kubectl get pods',
    ...over,
  }
}

/** Finds of each Service what its labels say. */
const labelled: Rule = {
  code: 'labelled',
  needs: [],
  judge: ({ graph }) =>
    Object.entries(graph.service.labels).map(([code, severity]) => aFinding(code, severity as Severity)),
}

const missed: NamespaceRule = {
  code: 'missed',
  needs: [],
  judge: ({ namespace }) =>
    namespace === 'shop' ? [{ subject: { kind: 'Service', name: 'ghost' }, finding: aFinding('missed', 'error') }] : [],
}

const records = [
  aService('web', {
    labels: { 'external-ips': 'warning', 'no-pod-matches': 'error', 'single-ready-endpoint': 'info' },
  }),
  aService('fine'),
  aService('api', { namespace: 'shop', labels: { 'external-ips': 'warning' } }),
]

const open = (given: Given = {}) =>
  aSwitchboard({ records, rules: { services: [labelled], namespaces: [missed] }, ...given })
const ask = (path: string, headers: Record<string, string> = {}) =>
  new Request(`http://localhost:4400${path}`, { headers })

async function list(path: string, given?: Given) {
  const { count, findings } = await (await answerFindings(ask(path), open(given))).json()
  return { count, findings: findings.map(({ subject, id }: { subject: string; id: string }) => `${subject} ${id}`) }
}

describe('/api/findings', () => {
  it('lists everything worst first, with what follows behind its cause', async () => {
    expect(await list('/api/findings')).toEqual({
      count: 5,
      findings: [
        'Service/default/web no-pod-matches',
        'Service/default/web single-ready-endpoint',
        'Service/shop/ghost missed',
        'Service/default/web external-ips',
        'Service/shop/api external-ips',
      ],
    })
  })

  it('gives a part of it, and the count of the whole', async () => {
    const findings = ['Service/shop/ghost missed', 'Service/default/web external-ips']
    expect(await list('/api/findings?offset=2&limit=2')).toEqual({ count: 5, findings })
    expect(await list('/api/findings?severity=warning')).toMatchObject({ count: 2 })
  })

  it('says which questions it does not understand', async () => {
    for (const query of ['severity=fatal', 'limit=-1', 'offset=x'])
      expect((await answerFindings(ask(`/api/findings?${query}`), open())).status).toBe(400)
  })

  it('does not say that nothing is found before anything was looked for', async () => {
    const response = await answerFindings(ask('/'), open({ states: { events: { status: 'syncing' } } }))
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('1')
  })
})

describe('/api/namespaces/NS/findings', () => {
  it('lists those of the namespace, and knows one that does not exist', async () => {
    const response = await answerNamespaceFindings(ask('/'), open(), { namespace: 'shop' })
    expect(await response.json()).toMatchObject({ namespace: 'shop', count: 2 })
    expect((await answerNamespaceFindings(ask('/'), open(), { namespace: 'shpo' })).status).toBe(404)
  })
})

describe('/api/namespaces/NS/services/SVC/findings/ID', () => {
  const get = (id: string, path = '/', headers = {}) =>
    answerFinding(ask(path, headers), open(), { namespace: 'default', service: 'web', id })

  it('gives one finding, its objects by name and its sentences in the language that is asked for', async () => {
    const english = await get('external-ips')
    expect(english.headers.get('content-language')).toBe('en')
    expect(await english.json()).toMatchObject({
      subject: 'Service/default/web',
      severity: 'warning',
      objects: ['Service/default/web', 'Node/worker-1'],
      message: expect.stringMatching(/[a-z]/),
      remedy: expect.stringMatching(/[a-z]/),
      evidence: [{ type: 'field', object: 'Service/default/web', path: 'spec.selector.app' }],
    })
    for (const chinese of [
      await get('external-ips', '/?lang=zh'),
      await get('external-ips', '/', { 'Accept-Language': 'zh' }),
    ])
      expect((await chinese.json()).message).toMatch(/[\u4e00-\u9fff]/)
  })

  it('names what is there where the finding is not', async () => {
    const response = await get('crash-loop')
    expect(response.status).toBe(404)
    expect((await response.json()).detail).toContain('no-pod-matches')
  })
})

describe('a graph', () => {
  const get = async (service: string, given?: Given) =>
    (await answerServiceGraph(ask('/'), open(given), { namespace: 'default', service })).json()

  it('carries the findings of its Service, and the worst in its summary', async () => {
    expect(await get('web')).toMatchObject({
      findings: [
        { code: 'no-pod-matches', consequences: ['single-ready-endpoint'] },
        { code: 'single-ready-endpoint', cause: 'no-pod-matches' },
        { code: 'external-ips' },
      ],
      summary: { worst: { code: 'no-pod-matches', severity: 'error', message: expect.any(String) } },
    })
    expect((await get('fine')).findings).toEqual([])
  })

  it('has null for findings before anything was looked for', async () => {
    expect((await get('web', { states: { events: { status: 'syncing' } } })).findings).toBeNull()
  })
})

describe('/api/overview', () => {
  it('tells the worst of each Service, and of those that are missed', async () => {
    const { services } = await (await answerOverview(ask('/'), open())).json()
    expect(services).toMatchObject([
      { name: 'fine' },
      { name: 'web', worst: { code: 'no-pod-matches', severity: 'error' } },
      { name: 'api', worst: { code: 'external-ips' } },
      { name: 'ghost', absent: true, type: null, ready: null, worst: { code: 'missed' } },
    ])
    expect(services[0].worst).toBeUndefined()
  })
})
