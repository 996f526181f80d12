import { describe, expect, it } from 'vitest'
import type { EndpointSlice, KubernetesRecord, Pod } from '@/lib/kubernetes/record'
import { aNode, aService, endpointOf } from '@/lib/topology/records.fixture'
import { aCluster } from '../inquiry.fixture'
import { type Held, judgeNamespace, judgeService } from '../judge'
import { aManagedSlice, anUnreadyPod, aReadyPod } from '../rules/slices.fixture'
import { integrityNamespaceRules, integrityRules } from './integrity'

const start = Date.parse('2026-01-01T00:00:00Z')
const node = aNode('worker', 'a')

/** Judges one state of the cluster after another, with what was held before; the codes that were told at any of them. */
function codesOver(states: readonly (readonly [second: number, records: readonly KubernetesRecord[]])[]): string[] {
  const codes: string[] = []
  let held: { service: Held; namespace: Held } = { service: new Map(), namespace: new Map() }
  for (const [second, records] of states) {
    const cluster = aCluster(records)
    const now = start + second * 1000
    const graph = cluster.graph('default/web')
    const service = graph && judgeService(graph, cluster, integrityRules, { now, held: held.service })
    const namespace = judgeNamespace('default', cluster, integrityNamespaceRules, { now, held: held.namespace })
    held = { service: service?.held ?? new Map(), namespace: namespace.held }
    for (const { code } of service?.findings ?? []) codes.push(code)
    for (const { finding } of namespace.findings) codes.push(finding.code)
  }
  return codes
}

/** What the controller publishes of these pods: the same picture, in its own words. */
function sliceOf(pods: readonly Pod[], service = aService('web')): EndpointSlice {
  const endpoints = pods
    .filter(({ ips }) => ips.length > 0)
    .map((pod) => {
      const serving = pod.conditions.some(({ type, status }) => type === 'Ready' && status === 'True')
      const terminating = pod.deleted !== undefined
      return endpointOf(pod, { ready: serving && !terminating, serving, terminating, zone: 'a' })
    })
  return aManagedSlice(service, endpoints)
}

describe('a rollout whose slices follow a second later', () => {
  const placed = { node: 'worker' }
  const old = (name: string, host: number, over: Partial<Pod> = {}) => aReadyPod(name, host, { ...placed, ...over })

  it('raises nothing at any step', () => {
    const service = aService('web')
    // Each of three pods in turn: a new one is made, gets its address, becomes ready; the old one ends and is gone.
    let pods: readonly Pod[] = [old('old-0', 1), old('old-1', 2), old('old-2', 3)]
    const pictures: (readonly Pod[])[] = [pods]
    for (let turn = 0; turn < 3; turn++) {
      const name = `new-${turn}`
      const rest = pods
      const ending = rest.map((pod) => (pod.name === `old-${turn}` ? { ...pod, deleted: '2026-01-01T00:10:00Z' } : pod))
      const without = rest.filter((pod) => pod.name !== `old-${turn}`)
      const born = anUnreadyPod(name, 10 + turn, placed)
      const ready = old(name, 10 + turn)
      pictures.push(
        [...rest, { ...born, ips: [], phase: 'Pending' }],
        [...rest, born],
        [...rest, ready],
        [...ending, ready],
        [...ending.map((pod) => (pod.name === `old-${turn}` ? { ...pod, conditions: [] } : pod)), ready],
        [...without, ready],
      )
      pods = [...without, ready]
    }
    const states = pictures.flatMap((now, step): [number, KubernetesRecord[]][] => {
      const before = pictures[step - 1] ?? now
      const at = step * 8
      return [
        [at, [service, node, ...now, sliceOf(before)]],
        [at + 1, [service, node, ...now, sliceOf(now)]],
        [at + 7, [service, node, ...now, sliceOf(now)]],
      ]
    })
    expect(states).toHaveLength(57)
    expect(codesOver(states)).toEqual([])
  })

  it('raises nothing while pods are quarantined, the selector is edited, or the Service is made anew', () => {
    const service = aService('web')
    const pods = [old('a', 1), old('b', 2)]
    const quarantined = [old('a', 1, { labels: { app: 'web-debug' } }), old('b', 2)]
    const edited = aService('web', { selector: { app: 'web-debug' } })
    const anew = aService('web', { uid: 'another' })
    const states: [number, KubernetesRecord[]][] = [
      [0, [service, node, ...pods, sliceOf(pods)]],
      [600, [service, node, ...quarantined, sliceOf(pods)]],
      [601, [service, node, ...quarantined, sliceOf(quarantined.slice(1))]],
      [1200, [edited, node, ...quarantined, sliceOf(quarantined.slice(1))]],
      [1201, [edited, node, ...quarantined, sliceOf(quarantined.slice(0, 1))]],
      [1800, [node, ...pods, sliceOf(pods)]],
      [1801, [anew, node, ...pods, sliceOf(pods)]],
      [1803, [anew, node, ...pods, sliceOf(pods, anew)]],
    ]
    expect(codesOver(states)).toEqual([])
  })

  it('is told where the slices do not follow', () => {
    const service = aService('web')
    const before = [old('a', 1), old('b', 2)]
    const now = [old('a', 1), old('c', 3)]
    const stuck = [service, node, ...now, sliceOf(before)]
    const codes = codesOver([0, 5, 11].map((second) => [second, stuck]))
    expect(codes.sort()).toEqual(['missing-from-slices', 'stale-endpoint'])
  })
})
