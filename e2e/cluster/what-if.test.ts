import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createChance } from '@/lib/demo/chance'
import type { Node, Pod, PodDisruptionBudget } from '@/lib/kubernetes/record'
import { recordsOf, toRecords } from '@/lib/kubernetes/records'
import { isFinished, isReady } from '@/lib/membership/pod'
import { buildTopology } from '@/lib/topology/build'
import type { ServiceGraph } from '@/lib/topology/graph'
import { hasSelector } from '@/lib/topology/ports'
import { type How, hows, type Scenario } from '@/lib/traffic/scenario'
import { createFate, type Standing, stateAfter, type WhatIf, whatIf } from '@/lib/traffic/what-if'
import type { Json } from './api.mjs'
import { type ControlPlane, startControlPlane } from './control-plane.mjs'
import { times } from './generated/choose'
import { type Observer, observe } from './generated/observer'
import { makeTerritory, NODES_OF_A_TERRITORY, type Territory, territoryLabel } from './losses/territory'
import { eventually } from './wait.mjs'

/** SWITCHBOARD_LOSSES of each kind, generated from SWITCHBOARD_SEED. */
const LOSSES = Number(process.env.SWITCHBOARD_LOSSES ?? 10)
const seed = Number(process.env.SWITCHBOARD_SEED ?? 1)

/** Of the API server, which would queue more. */
const AT_ONCE = 24
/** Processes of kubectl, each of which wants a core while it starts. */
const DRAINS_AT_ONCE = 3
const QUIET_MS = 3_000
/** A lost node's pods are collected after 40 to 60 seconds. */
const LIMIT_MS = 240_000

const nameOf = (how: How, index: number) => `${how}-${index}`

describe(`ten nodes drained, ten failed and ten deleted, with nothing put in their place (seed ${seed})`, () => {
  const chance = createChance(seed)
  const territories = hows.flatMap((how, kind) =>
    times(LOSSES, (index) => {
      const first = (kind * LOSSES + index) * NODES_OF_A_TERRITORY + 1
      const nodes = times(NODES_OF_A_TERRITORY, (step) => `worker-${first + step}`)
      return makeTerritory(chance, nameOf(how, index), how, nodes)
    }),
  )
  const predictions = new Map<string, Prediction>()
  const refused = new Map<string, readonly string[]>()
  let plane: ControlPlane
  let observer: Observer

  beforeAll(async () => {
    plane = await startControlPlane({ nodes: territories.length * NODES_OF_A_TERRITORY, log: console.log })
    observer = await observe(plane.kubeconfig)
    await inhabit(plane, observer, territories)
    plane.pause('kube-scheduler')
    await each(territories, AT_ONCE, async ({ name, leaving }) => {
      for (const pod of leaving) await plane.call('DELETE', `/api/v1/namespaces/${name}/pods/${pod}`)
    })
    const areLeaving = () => territories.every(({ name }) => podsIn(observer, name).some(({ deleted }) => deleted))
    await eventually('pods to be on their way out', areLeaving)
    await rest(observer)
    await publishAnew(plane, observer, territories)
    for (const territory of territories) predictions.set(territory.name, predict(observer, territory))
    await Promise.all([
      each(of(territories, 'drained'), DRAINS_AT_ONCE, async (territory) => {
        refused.set(territory.name, await drain(plane, observer, territory))
      }),
      each(of(territories, 'failed'), AT_ONCE, ({ lost }) => fail(plane, observer, lost)),
      each(of(territories, 'deleted'), AT_ONCE, ({ lost }) => remove(plane, observer, lost)),
    ])
    await rest(observer)
  }, 600_000)

  afterAll(async () => {
    observer?.stop()
    await plane?.stop()
  })

  it.each(hows)('%s: what is published afterwards is what was foretold, endpoint by endpoint', (how) => {
    const differences = of(territories, how).flatMap((territory) => {
      const { endpoints } = foretold(predictions, territory)
      return differencesOf(territory.name, endpoints, endpointsOf(graphsIn(observer, territory)))
    })
    const services = of(territories, how).map(({ name }) => predictions.get(name)?.effect.services.length ?? 0)
    const changed = services.reduce((sum, count) => sum + count, 0)
    console.log(`${how}: ${services.length} losses, ${changed} Services changed, ${differences.length} differences`)
    expect(differences).toEqual([])
    expect(changed, 'Services that are told to change').toBeGreaterThan(services.length)
  })

  it.each(hows)('%s: each Service is left with the ready, the draining and the zones that were foretold', (how) => {
    for (const territory of of(territories, how)) {
      const { effect, before } = foretold(predictions, territory)
      const after = new Map(effect.services.map((service) => [service.name, service.after]))
      const expected = Object.fromEntries([...before].map(([name, standing]) => [name, after.get(name) ?? standing]))
      expect(standings(graphsIn(observer, territory)), territory.name).toEqual(new Map(Object.entries(expected)))
    }
  })

  it('the budgets that were foretold to refuse a drain do, for as many pods, and no others', () => {
    let told = 0
    for (const territory of of(territories, 'drained')) {
      const { budgets } = foretold(predictions, territory).effect
      told += budgets.length
      const stayed = new Set(refused.get(territory.name))
      for (const { name, pods, allowed, evicted, contested = [] } of budgets) {
        const staying = pods.filter((pod) => stayed.has(pod)).length
        expect(staying, `${territory.name}/${name}`).toBe(Math.max(0, evicted - allowed))
        expect(
          contested.filter((pod) => !stayed.has(pod)),
          `${territory.name}/${name}`,
        ).toEqual([])
      }
      const named = new Set(budgets.flatMap(({ pods, contested = [] }) => [...pods, ...contested]))
      expect(
        [...stayed].filter((pod) => !named.has(pod)),
        territory.name,
      ).toEqual([])
    }
    console.log(`drained: ${told} budgets refuse`)
    expect(told).toBeGreaterThan(0)
  })
})

interface Prediction {
  readonly effect: WhatIf
  readonly endpoints: ReadonlyMap<string, readonly string[]>
  readonly before: ReadonlyMap<string, Standing>
}

function foretold(predictions: ReadonlyMap<string, Prediction>, { name }: Territory): Prediction {
  const prediction = predictions.get(name)
  if (prediction === undefined) throw new Error(`Nothing was foretold of ${name}`)
  return prediction
}

/** Asked of the whole cluster, as the product asks it; none of it may touch what is elsewhere. */
function predict(observer: Observer, territory: Territory): Prediction {
  const { store } = observer.mirror
  const scenario: Scenario = {
    losses: territory.lost.map((name) => ({ type: 'node', name })),
    how: territory.how,
  }
  const graphs = allGraphs(observer)
  const pods = store.namespaces().flatMap((name) => podsIn(observer, name))
  const effect = whatIf(scenario, {
    graphs,
    nodes: nodesOf(observer),
    podsOn: (node) => pods.filter((pod) => pod.node === node),
    pod: (key) => store.get('Pod', key),
    budgetsIn: (name): Iterable<PodDisruptionBudget> => recordsOf(store.records(name), 'PodDisruptionBudget').values(),
  })
  expect(effect.services.filter(({ namespace }) => namespace !== territory.name)).toEqual([])
  const own = graphs.filter(({ service }) => service.namespace === territory.name)
  const fateOf = createFate(scenario, new Set(territory.lost), new Set())
  const endpoints = endpointsOf(own, (graph, member) => {
    const isManaged = hasSelector(graph.service)
    return stateAfter(member, member.pod && isManaged ? fateOf(member.pod) : 'kept', graph.service)
  })
  return { effect, endpoints, before: standings(own) }
}

/** Who is published for each Service, and how it stands: `app-0-6d8f-x2k9p 10.244.1.7 ready`. */
function endpointsOf(
  graphs: readonly ServiceGraph[],
  stateOf: (graph: ServiceGraph, member: ServiceGraph['members'][number]) => string | undefined = (_, { state }) =>
    state,
): ReadonlyMap<string, readonly string[]> {
  return new Map(
    graphs.map((graph) => {
      const lines = graph.members.flatMap((member) => {
        const state = stateOf(graph, member)
        if (state === undefined) return []
        return member.endpoints.map(({ address }) => `${member.pod?.name ?? ''} ${address} ${state}`)
      })
      return [graph.service.name, lines.sort()]
    }),
  )
}

function differencesOf(
  namespace: string,
  predicted: ReadonlyMap<string, readonly string[]>,
  published: ReadonlyMap<string, readonly string[]>,
): string[] {
  return [...new Set([...predicted.keys(), ...published.keys()])].flatMap((name) => {
    const [wanted, found] = [predicted.get(name) ?? [], published.get(name) ?? []]
    return [
      ...wanted.filter((line) => !found.includes(line)).map((line) => `${namespace}/${name}: only predicted: ${line}`),
      ...found.filter((line) => !wanted.includes(line)).map((line) => `${namespace}/${name}: only published: ${line}`),
    ]
  })
}

/** Counted here anew, from the members. */
function standings(graphs: readonly ServiceGraph[]): ReadonlyMap<string, Standing> {
  return new Map(
    graphs.map(({ service, members }) => {
      const ready = members.filter(({ state }) => state === 'ready')
      const zones = [...new Set(ready.flatMap(({ zone }) => zone ?? []))].sort()
      const draining = members.filter(({ state }) => state === 'draining').length
      return [service.name, { ready: ready.length, draining, zones }]
    }),
  )
}

function allGraphs({ mirror: { store } }: Observer): ServiceGraph[] {
  return [...buildTopology(toRecords([...store.all()])).services.values()]
}

function graphsIn(observer: Observer, { name }: Territory): ServiceGraph[] {
  return allGraphs(observer).filter(({ service }) => service.namespace === name)
}

function podsIn({ mirror: { store } }: Observer, namespace: string): Pod[] {
  return [...recordsOf(store.records(namespace), 'Pod').values()]
}

function podsOn(observer: Observer, nodes: readonly string[]): Pod[] {
  const all = observer.mirror.store.namespaces().flatMap((name) => podsIn(observer, name))
  return all.filter(({ node }) => node !== undefined && nodes.includes(node))
}

function nodesOf({ mirror: { store } }: Observer): Node[] {
  return [...recordsOf(store.records(''), 'Node').values()]
}

function of(territories: readonly Territory[], how: How): Territory[] {
  return territories.filter((territory) => territory.how === how)
}

const collections: Readonly<Record<string, string>> = {
  Pod: '/api/v1 pods',
  Service: '/api/v1 services',
  EndpointSlice: '/apis/discovery.k8s.io/v1 endpointslices',
  PodDisruptionBudget: '/apis/policy/v1 poddisruptionbudgets',
  Deployment: '/apis/apps/v1 deployments',
  DaemonSet: '/apis/apps/v1 daemonsets',
  StatefulSet: '/apis/apps/v1 statefulsets',
}

/** Makes every object and waits until all pods stand where they should. */
async function inhabit(plane: ControlPlane, observer: Observer, territories: readonly Territory[]): Promise<void> {
  await each(territories, AT_ONCE, async ({ name, nodes, objects }) => {
    for (const node of nodes)
      await plane.call('PATCH', `/api/v1/nodes/${node}`, { metadata: { labels: { [territoryLabel]: name } } })
    await plane.call('POST', '/api/v1/namespaces', { metadata: { name } })
    await eventually(`the service account of ${name}`, () =>
      plane.call('GET', `/api/v1/namespaces/${name}/serviceaccounts/default`),
    )
    for (const object of objects) await create(plane, name, object)
  })
  const areSettled = () =>
    territories.every(({ name, objects }) => {
      const pods = podsIn(observer, name)
      const wanted = objects.reduce((sum, object) => sum + podsOfObject(object), 0)
      return pods.length === wanted && pods.every(({ node, ips }) => node !== undefined && ips.length > 0)
    })
  await eventually('all pods to run', areSettled, { timeoutMs: LIMIT_MS })
  const { store } = observer.mirror
  const areCounted = () =>
    [...store.all()].every((record) => record.kind !== 'PodDisruptionBudget' || record.conditions.length > 0)
  await eventually('the budgets to be counted', areCounted, { timeoutMs: LIMIT_MS })
  await rest(observer)
}

function podsOfObject({ kind, spec }: Json): number {
  if (kind === 'Pod') return 1
  if (kind === 'DaemonSet') return NODES_OF_A_TERRITORY
  return kind === 'Deployment' || kind === 'StatefulSet' ? spec.replicas : 0
}

/** A static pod belongs to its node, as the kubelet says when it reports one. */
async function create(plane: ControlPlane, namespace: string, object: Json): Promise<void> {
  const [group, plural] = (collections[object.kind] ?? '').split(' ')
  const isStatic = object.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined
  const body = isStatic ? await ownedByNode(plane, object) : object
  await plane.call('POST', `${group}/namespaces/${namespace}/${plural}`, body)
}

async function ownedByNode(plane: ControlPlane, pod: Json): Promise<Json> {
  const { metadata } = await plane.call('GET', `/api/v1/nodes/${pod.spec.nodeName}`)
  const owner = { apiVersion: 'v1', kind: 'Node', name: metadata.name, uid: metadata.uid, controller: true }
  return { ...pod, metadata: { ...pod.metadata, ownerReferences: [owner] } }
}

/** As people do it. Gives the names of the pods that budgets held back; those go in a second drain, which asks no budget. */
async function drain(plane: ControlPlane, observer: Observer, { lost }: Territory): Promise<readonly string[]> {
  const words = ['drain', ...lost, '--ignore-daemonsets', '--delete-emptydir-data', '--force']
  await Promise.all(lost.map((node) => plane.kubectl(['cordon', node])))
  await plane.kubectl([...words, '--timeout=12s']).catch(() => undefined)
  const held = podsOn(observer, lost).filter((pod) => goesInADrain(pod) && pod.deleted === undefined)
  await plane.kubectl([...words, '--disable-eviction', '--timeout=180s'])
  await eventually(`${lost} to be empty`, () => !podsOn(observer, lost).some(goesInADrain), { timeoutMs: LIMIT_MS })
  return held.map(({ name }) => name)
}

function goesInADrain(pod: Pod): boolean {
  return !isFinished(pod) && pod.owner?.kind !== 'DaemonSet' && pod.owner?.kind !== 'Node'
}

/**
 * Its kubelet falls silent, because KWOK finds its lease in other hands; the node lifecycle controller then says of its
 * pods that they are not ready. It says nothing of them where a kubelet that still speaks says NotReady.
 */
async function fail(plane: ControlPlane, observer: Observer, lost: readonly string[]): Promise<void> {
  const spec = { holderIdentity: 'nobody', leaseDurationSeconds: 3600 }
  for (const node of lost)
    await plane.call('PATCH', `/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${node}`, { spec })
  const areMarked = () => !podsOn(observer, lost).some(isReady)
  await eventually(`the pods of ${lost} to be marked`, areMarked, { timeoutMs: LIMIT_MS })
}

async function remove(plane: ControlPlane, observer: Observer, lost: readonly string[]): Promise<void> {
  for (const node of lost) await plane.call('DELETE', `/api/v1/nodes/${node}`)
  const areCollected = () => podsOn(observer, lost).length === 0
  await eventually(`the pods of ${lost} to be collected`, areCollected, { timeoutMs: LIMIT_MS })
}

/**
 * A pod that ends without ever having been ready stays published until its Service is synced for another reason
 * (`podEndpointsChanged` of k8s.io/endpointslice compares readiness, not phases). A change of each Service is one, so
 * that what is published differs from what is foretold by nothing but the loss.
 */
async function publishAnew(plane: ControlPlane, observer: Observer, territories: readonly Territory[]): Promise<void> {
  await each(territories, AT_ONCE, async ({ name, objects }) => {
    const services = objects.filter(({ kind }) => kind === 'Service')
    for (const { metadata } of services)
      await plane.call('PATCH', `/api/v1/namespaces/${name}/services/${metadata.name}`, {
        metadata: { annotations: { 'switchboard.test/published': 'anew' } },
      })
  })
  const isPublishedThoughEnded = () =>
    territories.some((territory) =>
      graphsIn(observer, territory).some(
        ({ service, members }) =>
          hasSelector(service) && members.some(({ pod, endpoints }) => pod && isFinished(pod) && endpoints.length > 0),
      ),
    )
  await eventually('no pod that has ended to be published', () => !isPublishedThoughEnded(), { timeoutMs: LIMIT_MS })
  await rest(observer)
}

async function rest(observer: Observer): Promise<void> {
  await eventually('the cluster to be quiet', () => observer.quietFor() >= QUIET_MS, { timeoutMs: LIMIT_MS })
}

async function each<T>(items: readonly T[], atOnce: number, act: (item: T) => Promise<void>): Promise<void> {
  const left = items.values()
  const worker = async () => {
    for (const item of left) await act(item)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}
