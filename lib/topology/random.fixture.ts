import type { KubernetesRecord, Pod, SliceEndpoint } from '@/lib/kubernetes/record'
import { aNode, anIngress, aPod, aReplicaSet, aRoute, aService, aSlice, endpointOf, ownedBy } from './records.fixture'

/** Chance that can be repeated: numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export function pick<T>(random: () => number, items: readonly T[]): T {
  const item = items[Math.floor(random() * items.length)]
  if (item === undefined) throw new Error('nothing to pick from')
  return item
}

const apps = ['web', 'api', 'db']
const namespaces = ['shop', 'edge']

function somePod(random: () => number): Pod {
  const namespace = pick(random, namespaces)
  const number = Math.floor(random() * 12)
  const hasAddress = random() < 0.85
  return aPod(`pod-${number}`, {
    namespace,
    uid: `uid-${number}-${random() < 0.9 ? 'first' : 'second'}`,
    labels: { app: pick(random, apps), ...(random() < 0.5 && { track: pick(random, ['stable', 'canary']) }) },
    ips: hasAddress ? [`10.0.0.${number + 1}`, ...(random() < 0.5 ? [`fd00::${number + 1}`] : [])] : [],
    phase: random() < 0.9 ? 'Running' : 'Succeeded',
    ...(random() < 0.8 && { node: `node-${Math.floor(random() * 4)}` }),
    ...(random() < 0.1 && { deleted: '2026-01-01T00:00:00Z' }),
    ...(random() < 0.7 && ownedBy('ReplicaSet', `rs-${Math.floor(random() * 2)}`, namespace)),
  })
}

/** One record of any kind that a topology is made of; names repeat, so that a second one is a change of the first. */
export function someRecord(random: () => number): KubernetesRecord {
  const namespace = pick(random, namespaces)
  const app = pick(random, apps)
  const portNamed = random() < 0.5 ? { name: 'http' } : {}
  switch (Math.floor(random() * 10)) {
    case 0: {
      const selector = { app, ...(random() < 0.4 && { track: 'canary' }) }
      return aService(app, {
        namespace,
        selector: random() < 0.9 ? selector : {},
        type: pick(random, ['ClusterIP', 'NodePort', 'ExternalName']),
        clusterIPs: random() < 0.7 ? ['10.96.0.1'] : ['None'],
        ports: [
          { ...portNamed, protocol: 'TCP', port: 80, targetPort: random() < 0.5 ? 8080 : 'web', nodePort: 30080 },
          ...(random() < 0.4 ? [{ name: 'admin', protocol: 'TCP' as const, port: 81, targetPort: 9090 }] : []),
        ],
      })
    }
    case 1:
      return aNode(`node-${Math.floor(random() * 4)}`, random() < 0.8 ? pick(random, ['a', 'b']) : undefined)
    case 2:
      return aReplicaSet(`rs-${Math.floor(random() * 2)}`, random() < 0.7 ? pick(random, apps) : undefined, namespace)
    case 3:
      return anIngress(pick(random, ['one', 'two']), {
        namespace,
        rules: [{ path: '/', pathType: 'Prefix', backend: { service: app, port: pick(random, [80, 'http', 81]) } }],
      })
    case 4:
      return aRoute('route', {
        kind: pick(random, ['HTTPRoute', 'GRPCRoute']),
        namespace,
        rules: [
          {
            matches: [],
            backends: [{ kind: 'Service', namespace: pick(random, namespaces), name: app, port: 80, weight: 1 }],
          },
        ],
      })
    case 5:
    case 6:
    case 7: {
      const isSix = random() < 0.3
      const endpoints = Array.from({ length: Math.floor(random() * 5) }, (): SliceEndpoint => {
        const pod = somePod(random)
        const address = isSix ? `fd00::${pod.name}` : (pod.ips[0] ?? '10.9.9.9')
        const { addresses, target, node } = endpointOf({ ...pod, namespace }, { address })
        return {
          addresses,
          ...(random() < 0.8 && target && { target }),
          ...(node !== undefined && { node }),
          ...(random() < 0.8 && { ready: random() < 0.7 }),
          ...(random() < 0.8 && { serving: random() < 0.7 }),
          ...(random() < 0.5 && { terminating: random() < 0.4 }),
          ...(random() < 0.5 && { zone: pick(random, ['a', 'b']) }),
        }
      })
      return aSlice(app, endpoints, {
        namespace,
        name: `slice-${Math.floor(random() * 4)}`,
        addressType: isSix ? 'IPv6' : 'IPv4',
        ports: random() < 0.8 ? [{ ...portNamed, protocol: 'TCP', port: 8080 }] : [],
      })
    }
    default:
      return somePod(random)
  }
}
