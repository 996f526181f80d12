import { describe, expect, it } from 'vitest'
import type { Json } from '../api.mjs'
import type { Change } from './change'
import { makeWorld, type World } from './world'

const world = makeWorld(1, 200)

/** Everything that is made at some time, of one kind. */
function made(kind: string): Json[] {
  const changes = world.rounds.flatMap((round) => round.changes)
  const objects = changes.flatMap((change) => ('object' in change ? [change.object] : []))
  return [...world.fleet.objects, ...objects].filter((object) => object.kind === kind)
}

function changesOf(type: Change['type'], plural: string): Json[] {
  const changes = world.rounds.flatMap((round) => round.changes)
  return changes.filter((change) => change.type === type && change.path.includes(`/${plural}`))
}

const portsOf = ({ spec }: Json): Json[] =>
  [...spec.containers, ...(spec.initContainers ?? [])].flatMap(({ ports }) => ports)

/** The same name under the same protocol in two containers: the first one's number counts. */
function hasDuplicateName(pod: Json): boolean {
  const names = portsOf(pod).map(({ name, protocol }) => `${name}/${protocol}`)
  return new Set(names).size < names.length
}

const isPatched = (changes: readonly Json[], field: string) =>
  changes.some((change) => field in (change.with.spec ?? {}))

describe('a generated cluster', () => {
  it('is the same for the same seed, and another for another', () => {
    const text = (other: World) => JSON.stringify(other)
    expect(text(makeWorld(1, 200))).toBe(text(world))
    expect(text(makeWorld(2, 200))).not.toBe(text(world))
  })

  it('has as many Services as were asked for', () => {
    for (const count of [1, 10, 35, 200]) {
      const created = makeWorld(3, count).rounds[0]?.changes.filter(({ path }) => path.endsWith('/services'))
      expect(created).toHaveLength(count)
    }
  })

  const services = made('Service')
  const pods = made('Pod')
  const some = (objects: readonly Json[], test: (object: Json) => unknown) => objects.some((object) => test(object))

  it.each<[string, boolean]>([
    [
      'Services of one family, of the other, and of both',
      new Set(services.map(({ spec }) => `${spec.ipFamilies}`)).size === 5,
    ],
    ['headless Services without ports', some(services, ({ spec }) => spec.clusterIP === 'None' && !spec.ports)],
    [
      'ports by number',
      some(services, ({ spec }) => some(spec.ports ?? [], ({ targetPort }) => typeof targetPort === 'number')),
    ],
    [
      'ports by name',
      some(services, ({ spec }) => some(spec.ports ?? [], ({ targetPort }) => typeof targetPort === 'string')),
    ],
    [
      'Services of TCP, UDP and SCTP',
      new Set(services.flatMap(({ spec }) => (spec.ports ?? []).map((port: Json) => port.protocol))).size === 3,
    ],
    ['Services that publish unready pods', some(services, ({ spec }) => spec.publishNotReadyAddresses)],
    ['every traffic distribution', new Set(services.map(({ spec }) => spec.trafficDistribution)).size === 4],
    [
      'both annotations for topology-aware hints',
      new Set(services.flatMap(({ metadata }) => Object.keys(metadata.annotations))).size === 2,
    ],
    ['over a thousand pods behind one Service', pods.filter(({ metadata }) => metadata.labels.crowd).length > 1_000],
    ['port names that two containers share', some(pods, hasDuplicateName)],
    [
      'ports of init containers that keep running',
      some(pods, ({ spec }) =>
        some(spec.initContainers ?? [], ({ restartPolicy, ports }) => restartPolicy && ports.length > 0),
      ),
    ],
    ['readiness gates', some(pods, ({ spec }) => spec.readinessGates)],
    ['pods that finish', some(pods, ({ metadata }) => metadata.annotations['switchboard.test/finish'])],
    ['pods that end slowly', some(pods, ({ metadata }) => metadata.annotations['switchboard.test/terminate-after'])],
    ['pods that a finalizer holds', some(pods, ({ metadata }) => metadata.finalizers)],
    ['pods on the host network', some(pods, ({ spec }) => spec.hostNetwork)],
    ['pods with hostname and subdomain', some(pods, ({ spec }) => spec.hostname && spec.subdomain)],
    ['pods without a node', some(pods, ({ spec }) => !spec.nodeName)],
    ['pods that change their labels', changesOf('patch', 'pods').some((change) => change.with.metadata.labels)],
    ['pods that are deleted', changesOf('remove', 'pods').length > 0],
    ['pods that another of the same name follows', changesOf('replace', 'pods').length > 0],
    ['Services that are deleted', changesOf('remove', 'services').length > 0],
    ['Services that are made anew', changesOf('replace', 'services').length > 0],
    ['Services whose selector changes', isPatched(changesOf('patch', 'services'), 'selector')],
    ['Services whose ports change', isPatched(changesOf('patch', 'services'), 'ports')],
    ['Services whose families change', isPatched(changesOf('patch', 'services'), 'ipFamilyPolicy')],
    ['a node that is deleted', changesOf('remove', 'nodes').length > 0],
    [
      'nodes without a zone',
      some(world.fleet.objects, ({ metadata }) => !metadata.labels['topology.kubernetes.io/zone']),
    ],
  ])('has %s', (_what, has) => {
    expect(has).toBe(true)
  })
})
