import { describe, expect, it } from 'vitest'
import type { Findings } from '@/lib/kubernetes/finding'
import { type Key, keyOf, parseKey } from '@/lib/kubernetes/key'
import type { Gateway, KubernetesRecord, Service } from '@/lib/kubernetes/record'
import type { Change } from '@/lib/kubernetes/records'
import type { ServiceSummary } from '@/lib/kubernetes/summary'
import { type Plain, withDifference } from './difference'
import { openHub, type Seen, service } from './hub.fixture'
import type { StreamRecord, View } from './message'
import { createRandom } from './random.fixture'
import { scopeKey } from './scope'

type Held = ReadonlyMap<string, StreamRecord>

/** What somebody holds who takes each message at its word; throws where a frame is missing, or what one starts from. */
function held(seen: readonly Seen[]): ReadonlyMap<string, Held> {
  const scopes = new Map<string, Map<string, StreamRecord>>()
  const revisions = new Map<string, number>()
  for (const { message } of seen) {
    if (message.type === 'reset') {
      scopes.clear()
      revisions.clear()
    }
    if (message.type !== 'snapshot' && message.type !== 'delta') continue
    const name = scopeKey(message)
    const records = scopes.get(name) ?? new Map<string, StreamRecord>()
    scopes.set(name, records)
    if (message.type === 'snapshot') {
      for (const record of message.records) records.set(`${record.kind}/${keyOf(record)}`, record)
      revisions.set(name, message.revision)
      continue
    }
    const last = revisions.get(name) ?? 0
    if (message.revision <= last) continue
    if (message.previous !== last)
      throw new Error(`${name} holds ${last}, and is told what follows ${message.previous}`)
    revisions.set(name, message.revision)
    for (const change of message.changes) {
      if (change.type === 'remove') records.delete(`${change.kind}/${change.key}`)
      else if (change.type === 'put') records.set(`${change.record.kind}/${keyOf(change.record)}`, change.record)
      else {
        const base = records.get(`${change.kind}/${change.base ?? change.key}`)
        if (base === undefined) throw new Error(`${name} holds no ${change.kind} ${change.base ?? change.key}`)
        const made = withDifference(base as unknown as Plain, change.diff) as unknown as StreamRecord
        records.set(`${change.kind}/${change.key}`, made)
      }
    }
  }
  return scopes
}

const namespaces = ['shop', 'data', 'edge']

function aGateway(namespace: string, address: string): Gateway {
  const meta = { namespace, name: 'front', uid: `front-${namespace}`, labels: {}, created: '2026-01-01T00:00:00Z' }
  return { kind: 'Gateway', ...meta, className: 'any', addresses: [address], listeners: [], conditions: [] }
}

function someRecord(random: () => number): KubernetesRecord {
  const few = (most: number) => Math.floor(random() * most)
  const namespace = namespaces[few(3)] ?? ''
  if (random() < 0.2) return aGateway(namespace, `10.0.0.${few(4)}`)
  return service(namespace, `s${few(6)}`, {
    externalIPs: Array.from({ length: few(4) }, (_, index) => `192.0.2.${index + few(3)}`),
    ports: [
      { name: 'http', protocol: 'TCP', port: 80 + few(2), targetPort: 8080 },
      ...(random() < 0.5 ? [{ name: 'admin', protocol: 'TCP' as const, port: 90 + few(3), targetPort: 'admin' }] : []),
    ],
    ...(random() < 0.5 && { healthCheckNodePort: 30_000 + few(100) }),
    owner: { kind: 'Chart', name: namespace, uid: `owner-${namespace}` },
  })
}

/** Summaries and findings that follow from Services alone, as those of the product follow from the whole mirror. */
function openWorld(replayBytes: number) {
  const known = new Map<Key, Service>()
  const findings = new Map<Key, Findings>()
  const pending: Change<Findings>[] = []
  const summary = (key: Key): ServiceSummary | undefined => {
    const found = known.get(key)
    if (found === undefined) return undefined
    const counts = { ready: found.ports.length, notReady: 0, draining: 0, terminating: 0, pending: 0, missing: 0 }
    const marks = 'r'.repeat(found.ports.length)
    const { namespace, name, uid, type, labels } = found
    return { kind: 'ServiceSummary', namespace, name, uid, type, labels, ...counts, zones: found.externalIPs, marks }
  }
  return openHub(
    { replayBytes },
    {
      summaries: {
        apply(changes) {
          const touched: Key[] = []
          for (const change of changes) {
            if (change.type === 'put' && change.record.kind === 'Service') {
              const { record } = change
              known.set(keyOf(record), record)
              touched.push(keyOf(record))
              const subject = { kind: 'Service', namespace: record.namespace, name: record.name }
              const told: Findings = {
                kind: 'Findings',
                namespace: record.namespace,
                name: `Service/${record.name}`,
                subject,
                findings: [],
                unread: record.externalIPs,
              }
              findings.set(keyOf(told), told)
              pending.push({ type: 'put', record: told })
            } else if (change.type === 'remove' && change.kind === 'Service' && known.delete(change.key)) {
              touched.push(change.key)
              const { namespace, name } = parseKey(change.key)
              const key = keyOf({ namespace, name: `Service/${name}` })
              findings.delete(key)
              pending.push({ type: 'remove', kind: 'Findings', key })
            }
          }
          return touched
        },
        summary,
        absent: () => [],
      },
      findings: {
        take: () => pending.splice(0),
        all: (namespace) => [...findings.values()].filter((each) => each.namespace === namespace),
        namespaces: () => new Set([...findings.values()].map((each) => each.namespace)),
        subscribe: () => () => {},
      },
    },
  )
}

describe('what viewers hold', () => {
  it('is what the mirror holds, whenever they came, left, came back or fell behind', async () => {
    for (let seed = 0; seed < 40; seed += 1) {
      const random = createRandom(seed)
      const { store, feed, view, pass } = openWorld(random() < 0.5 ? 4_000 : 1_000_000)
      const viewers: { views: string; seen: Seen[]; current: ReturnType<typeof view> }[] = []
      for (let turn = 0; turn < 80; turn += 1) {
        const chance = random()
        const lot = viewers[Math.floor(random() * viewers.length)]
        if (chance < 0.5) {
          store.apply(
            Array.from({ length: 1 + Math.floor(random() * 4) }, () => ({ type: 'put', record: someRecord(random) })),
          )
        } else if (chance < 0.6) {
          const { kind, ...record } = someRecord(random)
          store.apply([{ type: 'remove', kind, key: keyOf(record) }])
        } else if (chance < 0.66) {
          const views = [['overview', ...namespaces.map((name) => `namespace:${name}`)][Math.floor(random() * 4)] ?? '']
          if (random() < 0.3) views.push('namespace:edge')
          const asked = [...new Set(views)].join(' ')
          viewers.push({ views: asked, seen: [], current: view(asked) })
        } else if (chance < 0.72 && lot !== undefined) {
          lot.current.leave()
          await pass(0)
          lot.seen.push(...lot.current.seen)
          await pass(random() * 300)
          lot.current = view(lot.views, lot.seen.findLast(({ id }) => id !== undefined)?.id)
        } else await pass(random() * 80)
      }
      await pass(200)
      for (const { views, seen, current } of viewers) {
        const scopes = held([...seen, ...current.seen])
        for (const asked of views.split(' ')) {
          const [name, namespace] = asked.split(':') as [View, string | undefined]
          for (const each of namespace === undefined ? namespaces : [namespace]) {
            const scope = { view: name, namespace: each }
            const wanted = new Map(feed.snapshot(scope).map((record) => [`${record.kind}/${keyOf(record)}`, record]))
            expect(scopes.get(scopeKey(scope)) ?? new Map(), `seed ${seed}: ${scopeKey(scope)}`).toEqual(wanted)
          }
        }
        if (!views.includes('namespace')) continue
        const gateways = feed.snapshot({ view: 'cluster', namespace: '' })
        expect([...(scopes.get('cluster/')?.values() ?? [])], `seed ${seed}`).toEqual(
          expect.arrayContaining([...gateways]),
        )
      }
    }
  })
})
