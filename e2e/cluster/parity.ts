import { isDeepStrictEqual } from 'node:util'
import type { Api, Json } from './api.mjs'
import type { Action, ParityCase, Published } from './parity-cases'
import { eventually } from './wait.mjs'

/**
 * A Service's EndpointSlices apart from what differs between two clusters that are right: names, uids, times, versions,
 * how endpoints are packed into slices, and the addresses of pods, which stand as `ip-of(POD)`. Pods of workloads lose
 * their random names and the nodes that a scheduler chose. Endpoints and slices are in a fixed order.
 */
export interface NormalSlice {
  readonly addressType: string
  readonly ports: readonly Json[]
  readonly labels: Json
  readonly annotations: Json
  readonly generateName: string | undefined
  readonly owners: readonly string[]
  readonly endpoints: readonly Json[]
}

/**
 * Plays a case in a namespace of its own and gives what the Service published at the start and after each step. It
 * ends at the first step whose slices are not what they should be, and gives those: the caller compares.
 *
 * @throws {Error} when a pod does not settle or a request is refused
 */
export async function play(api: Api, { namespace, pods = [], objects, published, steps = [] }: ParityCase) {
  const cluster = namespaceOf(api, namespace)
  await api.call('POST', '/api/v1/namespaces', { metadata: { name: namespace } })
  for (const pod of pods) await cluster.create(pod)
  await eventually(`the pods of ${namespace} to settle`, async () => (await cluster.list('pods')).every(hasSettled))

  const seen: NormalSlice[][] = []
  for (const step of [{ actions: [{ create: objects }], published }, ...steps]) {
    for (const action of step.actions) await cluster.act(action)
    const slices = await cluster.slicesOnce((now) => isSame(summaryOf(now), step.published))
    seen.push(slices)
    if (!isSame(summaryOf(slices), step.published)) break
  }
  return seen
}

/** The legacy Endpoints of the Service, normalised as its slices are; undefined where there is none. */
export async function endpointsOf(api: Api, { namespace }: ParityCase): Promise<Json | undefined> {
  const { status, body } = await api.request('GET', `/api/v1/namespaces/${namespace}/endpoints/web`)
  if (status === 404) return undefined
  const pods = byName(await namespaceOf(api, namespace).list('pods'))
  const addressesOf = (addresses: Json[] = []) =>
    addresses
      .map(({ ip, ...address }) => normaliseEndpoint({ addresses: [ip], ...address }, pods))
      .sort((a, b) => compareText(textOf(a), textOf(b)))
  return {
    labels: body.metadata.labels,
    annotations: withoutTime(body.metadata.annotations),
    subsets: (body.subsets ?? [])
      .map(({ addresses, notReadyAddresses, ports }: Json) => ({
        ports: [...(ports ?? [])].sort((a, b) => compareText(a.name ?? '', b.name ?? '')),
        addresses: addressesOf(addresses),
        notReadyAddresses: addressesOf(notReadyAddresses),
      }))
      .sort((a: Json, b: Json) => compareText(textOf(a), textOf(b))),
  }
}

/** What was published, in the few words of the cases. */
export function summaryOf(slices: readonly NormalSlice[]): Published {
  return Object.fromEntries(
    slices.map(({ addressType, ports, endpoints }) => [
      [
        addressType,
        ...(ports.length === 0 ? ['-'] : ports.map(({ name, port, protocol }) => `${name}:${port}/${protocol}`)),
      ].join(' '),
      endpoints.map(lineOf),
    ]),
  )
}

function lineOf({ targetRef, address, nodeName, zone, conditions, hostname, hints }: Json): string {
  const words = [
    targetRef?.name ?? address,
    nodeName,
    zone,
    ...['ready', 'serving', 'terminating'].filter((condition) => conditions[condition]),
    hostname && `hostname=${hostname}`,
    ...(hints?.forZones ?? []).map(({ name }: Json) => `forZones=${name}`),
    ...(hints?.forNodes ?? []).map(({ name }: Json) => `forNodes=${name}`),
  ]
  return words.filter((word) => word !== undefined).join(' ')
}

function namespaceOf(api: Api, namespace: string) {
  const groups: Record<string, string> = {
    deployments: '/apis/apps/v1',
    statefulsets: '/apis/apps/v1',
    endpointslices: '/apis/discovery.k8s.io/v1',
  }
  const collection = (plural: string) => `${groups[plural] ?? '/api/v1'}/namespaces/${namespace}/${plural}`
  const pathOf = (target: string) => {
    const [plural = '', name = ''] = target.split('/')
    return `${collection(plural)}/${name}`
  }

  const list = async (plural: string, query = ''): Promise<Json[]> =>
    (await api.call('GET', `${collection(plural)}${query}`)).items

  /** A namespace takes pods once its service account has been made, shortly after it. */
  const create = (object: Json) =>
    eventually(`${object.kind} ${object.metadata.name} to be admitted`, async () => {
      const plural = `${object.kind.toLowerCase()}s`.replace(/ss$/, 's')
      const { status, body } = await api.request('POST', collection(plural), object)
      if (status === 201) return true
      if (object.kind === 'Pod' && status === 403) return false
      throw new Error(body.message)
    })

  async function act(action: Action): Promise<void> {
    if ('create' in action) for (const object of action.create) await create(object)
    else if ('patch' in action) await api.call('PATCH', pathOf(action.patch), action.with)
    else if ('patchStatus' in action)
      await api.call(
        'PATCH',
        `${pathOf(action.patchStatus)}/status`,
        { status: action.with },
        { contentType: 'application/strategic-merge-patch+json' },
      )
    else if ('scale' in action)
      await api.call('PATCH', `${pathOf(action.scale)}/scale`, { spec: { replicas: action.to } })
    else await api.call('DELETE', pathOf(action.remove))
  }

  async function read(): Promise<NormalSlice[]> {
    const selector = encodeURIComponent('kubernetes.io/service-name=web')
    const slices = await list('endpointslices', `?labelSelector=${selector}`)
    return normalise(slices, byName(await list('pods')))
  }

  /** The slices as soon as they are as wished; past the limit, as they are. */
  async function slicesOnce(areAsWished: (slices: readonly NormalSlice[]) => boolean): Promise<NormalSlice[]> {
    let last: NormalSlice[] = []
    const probe = async () => {
      last = await read()
      return areAsWished(last)
    }
    await eventually(`the slices of ${namespace}/web`, probe, { timeoutMs: 60_000 }).catch(() => undefined)
    return last
  }

  return { list, create, act, slicesOnce }
}

function isSame(one: Published, other: Published): boolean {
  return isDeepStrictEqual(one, other)
}

/** Whether a pod has come to where its annotations send it. */
function hasSettled({ metadata, spec, status }: Json): boolean {
  const orders = metadata.annotations ?? {}
  const is = (type: string, wanted = 'True') =>
    status.conditions?.some((condition: Json) => condition.type === type && condition.status === wanted) ?? false
  if (spec.nodeName === undefined) return is('PodScheduled', 'False')
  const waiting = orders['switchboard.test/waiting']
  if (waiting !== undefined) return status.containerStatuses?.[0]?.state.waiting?.reason === waiting
  if (orders['switchboard.test/finish'] === 'true') return status.phase === 'Succeeded'
  if (orders['switchboard.test/ready'] === 'false') return status.phase === 'Running'
  return is(spec.readinessGates === undefined ? 'Ready' : 'ContainersReady')
}

function byName(pods: readonly Json[]): ReadonlyMap<string, Json> {
  return new Map(pods.map((pod) => [pod.metadata.name, pod]))
}

/** Annotations but for the one that tells the time of a change. */
function withoutTime({ 'endpoints.kubernetes.io/last-change-trigger-time': _, ...annotations }: Json = {}): Json {
  return annotations
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function normalise(slices: readonly Json[], pods: ReadonlyMap<string, Json>): NormalSlice[] {
  const groups = new Map<string, NormalSlice>()
  for (const slice of slices) {
    const ports = [...(slice.ports ?? [])].sort((a, b) => compareText(a.name, b.name))
    const shape = {
      addressType: slice.addressType,
      ports,
      labels: slice.metadata.labels,
      annotations: withoutTime(slice.metadata.annotations),
      generateName: slice.metadata.generateName,
      owners: (slice.metadata.ownerReferences ?? []).map(({ uid: _uid, ...owner }: Json) => owner),
    }
    const key = textOf(shape)
    const endpoints = (slice.endpoints ?? []).map((endpoint: Json) => normaliseEndpoint(endpoint, pods))
    groups.set(key, { ...shape, endpoints: [...(groups.get(key)?.endpoints ?? []), ...endpoints] })
  }
  return [...groups.entries()]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, slice]) => ({
      ...slice,
      endpoints: [...slice.endpoints].sort((a, b) => compareText(lineOf(a), lineOf(b))),
    }))
}

function normaliseEndpoint(
  { addresses, targetRef, nodeName, zone, ...endpoint }: Json,
  pods: ReadonlyMap<string, Json>,
): Json {
  const pod = targetRef && pods.get(targetRef.name)
  const owner = pod?.metadata.ownerReferences?.[0]
  const name = owner?.kind === 'ReplicaSet' ? targetRef.name.replace(/-[^-]+-[^-]+$/, '-*') : targetRef?.name
  const known = pod?.status.podIPs?.some(({ ip }: Json) => ip === addresses[0])
  return {
    ...endpoint,
    ...(owner === undefined && { nodeName, zone }),
    address: known ? `ip-of(${name})` : addresses[0],
    ...(addresses.length > 1 && { more: addresses.length }),
    ...(targetRef && { targetRef: { kind: targetRef.kind, namespace: targetRef.namespace, name } }),
  }
}

/** One text for equal JSON, whatever the order of its keys. */
export function textOf(value: Json): string {
  return JSON.stringify(sorted(value))
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  )
}
