import { type Chance, createChance } from '@/lib/demo/chance'
import type { Json } from '../api.mjs'
import { type Change, creationOf, pathOf } from './change'
import { happens, pick, sample, times, wholeNumber } from './choose'
import { type Fleet, makeFleet } from './nodes'
import { gate, makeLabels, makePod, makeTemplate, type Template } from './pods'
import { hintAnnotations, makeAnnotations, makePorts, makeSelector, makeService, makeServiceLabels } from './services'

/** A cluster's worth of objects and what happens to them: a function of the seed alone. */
export interface World {
  readonly namespaces: readonly string[]
  readonly fleet: Fleet
  /** Each is written at once, nearly in its order; the cluster comes to rest after it. */
  readonly rounds: readonly Round[]
}

export interface Round {
  readonly name: 'created' | 'changed' | 'without a node' | 'with the node again'
  readonly changes: readonly Change[]
}

/** A namespace in the course of its changes. */
interface Territory {
  readonly name: string
  readonly nodes: readonly string[]
  readonly templates: readonly Template[]
  readonly serviceNames: readonly string[]
  readonly services: Map<string, Json>
  readonly pods: Map<string, Json>
}

const SERVICES_OF_A_NAMESPACE = 10
const PODS_OF_A_NAMESPACE = 28
/** The pods of the crowd, of which over a thousand have addresses: some Services select all, others over a hundred. */
const CROWD = 1_300
const CROWD_SERVICES = 6

/**
 * `services` Services in all. A tenth of them, at most six, share a namespace of over a thousand pods, the others are
 * ten to a namespace with two or three pods for each.
 */
export function makeWorld(seed: number, services: number): World {
  const chance = createChance(seed)
  const fleet = makeFleet(chance)
  const crowded = Math.min(CROWD_SERVICES, Math.ceil(services / 10))
  const crowd = makeCrowd(chance, fleet, crowded)
  const others = times(Math.ceil((services - crowded) / SERVICES_OF_A_NAMESPACE), (index) => {
    const count = Math.min(SERVICES_OF_A_NAMESPACE, services - crowded - index * SERVICES_OF_A_NAMESPACE)
    return makeTerritory(chance, fleet, `team-${index}`, count)
  })
  const territories = [...others, crowd]
  const creation = territories.flatMap((territory) => creationsIn(chance, territory))
  const leaving: Change = { type: 'remove', path: pathOf(fleet.leaving) }
  const move = moveOf(chance, fleet)
  const comingBack = creationOf(fleet.leaving)
  return {
    namespaces: territories.map(({ name }) => name),
    fleet,
    rounds: [
      { name: 'created', changes: creation },
      { name: 'changed', changes: territories.flatMap((territory) => changesIn(chance, territory, 0.3)) },
      // Alone, so that the cluster is at rest before the pods of a lost node are collected, 40 s later at the earliest.
      { name: 'without a node', changes: [leaving, move] },
      {
        name: 'with the node again',
        changes: [comingBack, ...territories.flatMap((territory) => laterChangesIn(chance, territory))],
      },
    ],
  }
}

function makeTerritory(chance: Chance, fleet: Fleet, name: string, services: number): Territory {
  const templates = times(wholeNumber(chance, 3, 6), (index) => makeTemplate(chance, `app-${index}`))
  const serviceNames = times(services, (index) => `service-${index}`)
  const territory = { name, nodes: fleet.names, templates, serviceNames, services: new Map(), pods: new Map() }
  for (const service of serviceNames) addService(territory, makeService(chance, name, service, templates))
  for (let index = 0; index < PODS_OF_A_NAMESPACE; index++) addPod(chance, territory, pick(chance, templates))
  return territory
}

function makeCrowd(chance: Chance, fleet: Fleet, services: number): Territory {
  const name = 'crowd'
  const everybody = { crowd: 'yes' }
  const templates = times(4, (index) => ({
    ...makeTemplate(chance, `app-${index}`, { hostNetwork: false }),
    always: everybody,
  }))
  const serviceNames = times(services, (index) => `service-${index}`)
  const territory = { name, nodes: fleet.names, templates, serviceNames, services: new Map(), pods: new Map() }
  serviceNames.forEach((serviceName, index) => {
    const service = makeService(chance, name, serviceName, templates)
    const selector = index % 5 === 0 ? everybody : service.spec.selector
    addService(territory, { ...service, spec: { ...service.spec, selector } })
  })
  const [most = pick(chance, templates), ...rest] = templates
  for (let index = 0; index < CROWD; index++)
    addPod(chance, territory, happens(chance, 0.55) ? most : pick(chance, rest))
  return territory
}

function addService(territory: Territory, service: Json): void {
  territory.services.set(service.metadata.name, service)
}

function addPod(chance: Chance, territory: Territory, template: Template): Json {
  const name = `${template.labels.app}-${chance.suffix(6)}`
  const { serviceNames: services } = territory
  const nodes = template.spec.hostNetwork === true ? nodesWithoutHostNetwork(territory) : territory.nodes
  const pod = makePod(chance, name, template, { namespace: territory.name, nodes, services })
  territory.pods.set(name, pod)
  return pod
}

/** No scheduler puts two pods with the same ports on one host's network. */
function nodesWithoutHostNetwork({ nodes, pods }: Territory): readonly string[] {
  const taken = new Set([...pods.values()].map(({ spec }) => spec.hostNetwork === true && spec.nodeName))
  return nodes.filter((node) => !taken.has(node))
}

/** Some Services stand before their pods, others come after them. */
function creationsIn(chance: Chance, { services, pods }: Territory): Change[] {
  const early = new Set(sample(chance, [...services.keys()], services.size / 2))
  const creations = (objects: Iterable<Json>) => [...objects].map(creationOf)
  return [
    ...creations([...services.values()].filter(({ metadata }) => early.has(metadata.name))),
    ...creations(pods.values()),
    ...creations([...services.values()].filter(({ metadata }) => !early.has(metadata.name))),
  ]
}

function changesIn(chance: Chance, territory: Territory, share: number): Change[] {
  const pods = sample(
    chance,
    [...territory.pods.values()],
    territory.pods.size * Math.min(share, 100 / territory.pods.size),
  )
  const services = sample(chance, [...territory.services.values()], territory.services.size * share * 2)
  return [
    ...pods.map((pod) => changePod(chance, territory, pod)),
    ...times(wholeNumber(chance, 0, 4), () => creationOf(addPod(chance, territory, pick(chance, territory.templates)))),
    ...services.map((service) => changeService(chance, territory, service)),
  ]
}

function laterChangesIn(chance: Chance, territory: Territory): Change[] {
  return [...releasesIn(chance, territory), ...changesIn(chance, territory, 0.1)]
}

/** What held pods is let go of, and the gates that were shut open. */
function releasesIn(chance: Chance, { pods }: Territory): Change[] {
  return [...pods.values()].flatMap((pod): Change[] => {
    if (pod.metadata.finalizers !== undefined && happens(chance, 0.5))
      return [{ type: 'patch', path: pathOf(pod), with: { metadata: { finalizers: null } } }]
    return pod.spec.readinessGates !== undefined && happens(chance, 0.3) ? [openGate(chance, pod)] : []
  })
}

function openGate(chance: Chance, pod: Json): Change {
  const conditions = [{ type: gate, status: happens(chance, 0.8) ? 'True' : 'False' }]
  return { type: 'patchStatus', path: pathOf(pod), with: { conditions } }
}

function changePod(chance: Chance, territory: Territory, pod: Json): Change {
  const path = pathOf(pod)
  const fate = chance.next()
  const annotate = (annotations: Json): Change => ({ type: 'patch', path, with: { metadata: { annotations } } })
  if (pod.spec.readinessGates !== undefined && fate < 0.5) return openGate(chance, pod)
  if (fate < 0.25) return { type: 'patch', path, with: { metadata: { labels: relabelled(chance, pod) } } }
  if (fate < 0.4) return annotate({ 'switchboard.test/ready': 'false' })
  if (fate < 0.55) return annotate({ 'switchboard.test/ready': 'true' })
  if (fate < 0.65) return annotate({ 'switchboard.test/finish': 'true' })
  if (fate < 0.75 && pod.metadata.finalizers === undefined) return { type: 'replace', path, object: pod }
  territory.pods.delete(pod.metadata.name)
  return fate < 0.8 && pod.metadata.finalizers === undefined
    ? { type: 'remove', path, atOnce: true }
    : { type: 'remove', path }
}

/** As a merge patch: what is gone is null. */
function relabelled(chance: Chance, pod: Json): Json {
  const gone = Object.fromEntries(Object.keys(pod.metadata.labels).map((key) => [key, null]))
  return { ...gone, ...makeLabels(chance, `app-${wholeNumber(chance, 0, 5)}`) }
}

function changeService(chance: Chance, territory: Territory, service: Json): Change {
  const { name, templates, services } = territory
  const path = pathOf(service)
  const fate = chance.next()
  const patch = (spec: Json, metadata: Json = {}): Change => ({ type: 'patch', path, with: { spec, metadata } })
  if (fate < 0.15) {
    services.delete(service.metadata.name)
    return { type: 'remove', path }
  }
  if (fate < 0.35 || service.spec.type === 'ExternalName') {
    const object = makeService(chance, name, service.metadata.name, templates)
    services.set(service.metadata.name, object)
    return { type: 'replace', path, object }
  }
  if (fate < 0.5) {
    const gone = Object.fromEntries(Object.keys(service.spec.selector).map((key) => [key, null]))
    const selector = makeSelector(chance, templates)
    services.set(service.metadata.name, { ...service, spec: { ...service.spec, selector } })
    return patch({ selector: { ...gone, ...selector } })
  }
  if (fate < 0.65) return patch({ ports: makePorts(chance) })
  if (fate < 0.72) return patch({ publishNotReadyAddresses: happens(chance, 0.5) })
  if (fate < 0.82)
    return patch({ trafficDistribution: pick(chance, ['PreferClose', 'PreferSameZone', 'PreferSameNode', null]) })
  if (fate < 0.9) {
    const none = Object.fromEntries(hintAnnotations.map((key) => [key, null]))
    return patch({}, { annotations: { ...none, ...makeAnnotations(chance) } })
  }
  if (fate < 0.95) return patch({}, { labels: { team: null, ...makeServiceLabels(chance) } })
  return patch({ ipFamilyPolicy: pick(chance, ['PreferDualStack', 'SingleStack']) })
}

function moveOf(chance: Chance, fleet: Fleet): Change {
  const labels = { 'topology.kubernetes.io/zone': pick(chance, fleet.zones) }
  return { type: 'patch', path: `/api/v1/nodes/${fleet.moving}`, with: { metadata: { labels } } }
}
