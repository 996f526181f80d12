import { describe, expect, it } from 'vitest'
import { keyOf } from '@/lib/kubernetes/key'
import type { KubernetesRecord, Pod } from '@/lib/kubernetes/record'
import type { Change } from '@/lib/kubernetes/records'
import { applyChanges, toRecords } from '@/lib/kubernetes/records'
import { buildTopology } from '@/lib/topology/build'
import { createRandom, pick, someRecord } from '@/lib/topology/random.fixture'
import { aDeployment, anIngress } from '@/lib/topology/records.fixture'
import { layOut } from './lay-out'
import type { Box, LayoutOptions, Scene, SceneEdge, SceneNode } from './scene'
import {
  brokenSelector,
  database,
  dualStack,
  graphsOf,
  nothingPublished,
  sharedPods,
  shop,
  threeZones,
  toDebugSvg,
  tutorial,
} from './scene.fixture'

const columns: LayoutOptions = { arrangement: 'columns', unfolded: new Set() }
const tree: LayoutOptions = { ...columns, arrangement: 'tree' }
const shares: LayoutOptions = { ...columns, shares: true }

function draw(records: readonly KubernetesRecord[], options = columns): Scene {
  return layOut(graphsOf(records), options)
}

const thousand = [...threeZones, ...aDeployment('web', 1000, { nodes: threeZones })]
const someGroup = 'group:endpoints:default/web:Deployment/web:b'
const seventy = [...threeZones, ...aDeployment('web', 70, { nodes: threeZones })]

describe('the picture of', () => {
  it.each<[string, readonly KubernetesRecord[], LayoutOptions]>([
    ['tutorial-3', tutorial(3), columns],
    ['tutorial-5', tutorial(5), columns],
    ['headless', database(), columns],
    ['nothing-published', nothingPublished(), columns],
    ['broken-selector', brokenSelector(), columns],
    ['dual-stack', dualStack(), columns],
    ['shared-pods', sharedPods(), columns],
    ['thousand-pods', thousand, columns],
    ['unfolded-group', seventy, { ...columns, unfolded: new Set([someGroup]) }],
    ['namespace', shop(), columns],
    ['dual-stack-shares', dualStack(), shares],
    ['namespace-folded', [...shop(), ...aDeployment('img', 60, { nodes: threeZones, subnet: 3 })], columns],
    ['tree', tutorial(3), tree],
    ['tree-dual-stack', dualStack(), tree],
    ['tree-namespace', shop(), tree],
    ['tree-broken-selector', brokenSelector(), tree],
    ['tree-shared-pods', sharedPods(), tree],
  ])('%s is the committed one', async (name, records, options) => {
    await expect(toDebugSvg(draw(records, options))).toMatchFileSnapshot(`__shots__/${name}.svg`)
  })
})

/** Every straight piece of an edge; a rounded corner counts as the right angle that it rounds. */
function piecesOf(edge: SceneEdge): Box[] {
  const numbers = [...edge.path.matchAll(/-?[\d.]+/g)].map(Number)
  const pieces: Box[] = []
  for (let at = 2; at < numbers.length; at += 2) {
    const [x1, y1, x2, y2] = numbers.slice(at - 2, at + 2) as [number, number, number, number]
    pieces.push({ x: Math.min(x1, x2), y: Math.min(y1, y2), width: Math.abs(x1 - x2), height: Math.abs(y1 - y2) })
  }
  return pieces
}

/** Whether two boxes share more than their outlines. */
function meets(a: Box, b: Box): boolean {
  const edge = 0.01
  return (
    a.x < b.x + b.width - edge &&
    b.x < a.x + a.width - edge &&
    a.y < b.y + b.height - edge &&
    b.y < a.y + a.height - edge
  )
}

/** What look and law forbid: cards that overlap, edges across a card or beyond the picture, or loose at an end. */
function faultsOf(scene: Scene): string[] {
  const faults: string[] = []
  const { nodes } = scene
  const byId = new Map(nodes.map((node) => [node.id, node]))
  if (byId.size < nodes.length) faults.push('two cards share an id')
  if (new Set(scene.edges.map((edge) => edge.id)).size < scene.edges.length) faults.push('two edges share an id')
  nodes.forEach((node, at) => {
    if (node.x < 0 || node.y < 0 || node.x + node.width > scene.width || node.y + node.height > scene.height)
      faults.push(`${node.id} lies outside`)
    for (const other of nodes.slice(at + 1)) if (meets(node, other)) faults.push(`${node.id} overlaps ${other.id}`)
  })
  for (const edge of scene.edges) {
    const [source, target] = [byId.get(edge.source), byId.get(edge.target)]
    if (!source || !target) faults.push(`${edge.id} is loose`)
    const pieces = piecesOf(edge)
    for (const node of nodes) {
      if (pieces.some((piece) => meets(piece, node))) faults.push(`${edge.id} crosses ${node.id}`)
    }
    const ends = [pieces[0], pieces.at(-1)]
    for (const [at, node] of [source, target].entries()) {
      const end = ends[at]
      if (node && end && !meets(end, grown(node))) faults.push(`${edge.id} does not reach ${node.id}`)
    }
    if (pieces.some((piece) => piece.x < 0 || piece.x + piece.width > scene.width)) faults.push(`${edge.id} leaves`)
  }
  return faults
}

function grown(box: Box): Box {
  return { x: box.x - 1, y: box.y - 1, width: box.width + 2, height: box.height + 2 }
}

describe('any picture', () => {
  const seeds = Array.from({ length: 30 }, (_, at) => 500 + at)

  it.each(seeds)('has no card over another and no edge across a card (seed %i)', (seed) => {
    const random = createRandom(seed)
    const few = Array.from({ length: 60 + Math.floor(random() * 60) }, () => someRecord(random))
    const many = aDeployment('web', Math.floor(random() * 80), { nodes: threeZones, namespace: 'shop' })
    const graphs = graphsOf([...few, ...threeZones, ...(random() < 0.5 ? many : [])])
    for (const options of [columns, shares, tree]) {
      const scene = layOut(graphs, options)
      expect(faultsOf(scene), options.arrangement).toEqual([])
      const groups = scene.nodes.filter((node) => node.type === 'group').map((node) => node.id)
      const unfolded = new Set(groups.filter(() => random() < 0.5))
      expect(faultsOf(layOut(graphs, { ...options, unfolded })), `${options.arrangement}, unfolded`).toEqual([])
    }
  })

  it.each([brokenSelector, dualStack, sharedPods, shop, nothingPublished])(
    'keeps the same law in a known case',
    (records) => {
      expect(faultsOf(draw(records()))).toEqual([])
      expect(faultsOf(draw(records(), shares))).toEqual([])
      expect(faultsOf(draw(records(), tree))).toEqual([])
    },
  )

  it.each([dualStack, database, sharedPods, shop])(
    'keeps trunks away from the figures of shares, and every card where it was',
    (records) => {
      const scene = draw(records(), shares)
      expect(scene.nodes).toEqual(draw(records()).nodes)
      const figures = scene.nodes
        .filter(({ type }) => type === 'endpoint')
        .map(({ x, y, height }) => ({ x: x - 40, y, width: 36, height }))
      const upright = scene.edges.flatMap((edge) => piecesOf(edge).filter((piece) => piece.height > 8))
      for (const figure of figures) expect(upright.filter((piece) => meets(piece, figure))).toEqual([])
    },
  )

  it.each(seeds)('made from the one before is the one made from nothing (seed %i)', (seed) => {
    const random = createRandom(seed)
    const some = () => Array.from({ length: 20 }, () => someRecord(random))
    const many = aDeployment('web', 20 + Math.floor(random() * 60), { nodes: threeZones, namespace: 'shop' })
    const all: KubernetesRecord[] = [...threeZones, ...many, ...some(), ...some(), ...some()]
    let records = toRecords(all)
    let topology = buildTopology(records)
    const options = pick(random, [columns, shares, tree])
    let unfolded: ReadonlySet<string> = new Set()
    let scene = layOut([...topology.services.values()], options)
    for (let step = 0; step < 8; step += 1) {
      const change: Change =
        random() < 0.7
          ? { type: 'put', record: someRecord(random) }
          : { type: 'remove', kind: 'Pod', key: keyOf(pick(random, [...(records.Pod?.values() ?? [])])) }
      records = applyChanges(records, [change])
      topology = buildTopology(records, topology)
      const folders = scene.nodes.filter((node) => node.type === 'group' || node.type === 'clients')
      if (random() < 0.3) unfolded = new Set(folders.filter(() => random() < 0.3).map(({ id }) => id))
      const now = { ...options, unfolded }
      scene = layOut([...topology.services.values()], now, scene)
      expect(scene).toEqual(layOut([...buildTopology(records).services.values()], now))
    }
  })

  it('shows every member, folded or not', () => {
    const shown = (scene: Scene) =>
      scene.nodes.flatMap((node) => {
        if (node.type === 'group') return node.of === 'pods' ? node.members.map((member) => member.id) : []
        return node.type === 'pod' || node.type === 'ghost' ? [node.member.id] : []
      })
    expect(new Set(shown(draw(thousand))).size).toBe(1000)
    expect(new Set(shown(draw(seventy, { ...columns, unfolded: new Set([someGroup]) }))).size).toBe(70)
  })

  it('draws a near miss as a ghost with what it has and what was wanted, one for each workload in a folded view', () => {
    const ghosts = (records: readonly KubernetesRecord[]) =>
      draw(records).nodes.flatMap((node) => (node.type === 'ghost' ? [node] : []))
    expect(
      ghosts(brokenSelector()).map((ghost) => [ghost.id.split('/')[3], ghost.nearMiss?.differences[0]?.has]),
    ).toEqual([
      ['frontend-6d8f-b4n9z', 'front-end'],
      ['frontend-6d8f-q8r5t', 'front-end'],
      ['frontend-6d8f-x7k2p', 'front-end'],
      ['api-0', undefined],
    ])
    const many = aDeployment('web', 70, { nodes: threeZones, subnet: 9 })
    expect(ghosts([...brokenSelector(), ...threeZones, ...many])).toHaveLength(2)
  })

  it('gives a finger every card of a phone', () => {
    const small = draw([...shop(), ...seventy], tree).nodes.filter((node) => node.height < 44)
    expect(small).toEqual([])
  })
})

describe('clients of one kind', () => {
  const callers = (count: number) => [
    ...tutorial(1),
    ...Array.from({ length: count }, (_, at) =>
      anIngress(`shop-${at}`, {
        rules: [
          {
            host: `shop-${at}.example.com`,
            path: '/',
            pathType: 'Prefix',
            backend: { service: 'web-service', port: 80 },
          },
        ],
      }),
    ),
  ]
  const clientsIn = (scene: Scene) => scene.nodes.filter(({ type }) => type === 'client' || type === 'clients')

  it('stand one by one as long as a column can be read', () => {
    expect(clientsIn(draw(callers(12))).map(({ type }) => type)).toEqual(Array(13).fill('client'))
  })

  it('are one card and one edge where there are hundreds, which unfolds in place and leaves none out', () => {
    const folded = draw(callers(300))
    const [, many] = clientsIn(folded)
    expect(many).toMatchObject({ id: 'group:clients:default/web-service:ingress', type: 'clients' })
    expect(many?.type === 'clients' && many.clients.length).toBe(300)
    expect(folded.edges.filter(({ source }) => source === many?.id)).toHaveLength(1)
    const open = draw(callers(300), { ...columns, unfolded: new Set([many!.id]) })
    expect(clientsIn(open)).toHaveLength(301)
    for (const options of [columns, shares, tree]) {
      expect(faultsOf(draw(callers(300), options))).toEqual([])
      expect(faultsOf(draw(callers(20), { ...options, unfolded: new Set([many!.id]) }))).toEqual([])
    }
  })
})

describe('a change', () => {
  const change = (records: ReturnType<typeof toRecords>, changes: readonly Change[], options = columns) => {
    const topology = buildTopology(records)
    const before = layOut([...topology.services.values()], options)
    const next = buildTopology(applyChanges(records, changes), topology)
    return { before, after: layOut([...next.services.values()], options, before) }
  }
  const box = ({ x, y, width, height }: SceneNode) => ({ x, y, width, height })
  const boxesOf = (scene: Scene) => new Map(scene.nodes.map((node) => [node.id, box(node)]))
  const records = toRecords([...threeZones, ...aDeployment('api', 3, { nodes: threeZones, subnet: 2 }), ...tutorial(3)])
  const slice = records.EndpointSlice!.get('default/frontend-s0')!
  const [firstPod] = [...records.Pod!.values()].filter((pod: Pod) => pod.labels.app === 'frontend')
  const unready: Change = {
    type: 'put',
    record: {
      ...slice,
      endpoints: slice.endpoints.map((entry, at) => (at === 1 ? { ...entry, ready: false, serving: false } : entry)),
    },
  }

  it('of state moves nothing, and repaints the Service, the endpoint, its pod and their two edges', () => {
    const { before, after } = change(records, [unready])
    expect(boxesOf(after)).toEqual(boxesOf(before))
    expect(after.edges.map((edge) => edge.path)).toEqual(before.edges.map((edge) => edge.path))
    const repainted = after.nodes.filter((node) => !before.nodes.includes(node)).map((node) => node.type)
    expect(repainted).toEqual(['service', 'endpoint', 'pod'])
    expect(after.edges.filter((edge) => !before.edges.includes(edge)).map((edge) => edge.type)).toEqual([
      'membership',
      'backing',
    ])
  })

  it('of nothing that is drawn gives the same scene', () => {
    const { before, after } = change(records, [{ type: 'put', record: { ...threeZones[0]!, cpuMillis: 4000 } }])
    expect(after).toBe(before)
  })

  it('of one pod slides only what lies below it', () => {
    const { before, after } = change(records, [{ type: 'remove', kind: 'Pod', key: `default/${firstPod!.name}` }])
    const old = boxesOf(before)
    for (const [id, place] of boxesOf(after)) {
      const known = old.get(id)
      if (known !== undefined) expect({ ...place, y: known.y }).toEqual(known)
    }
    const above = after.nodes.filter((node) => 'service' in node && node.service === 'default/api')
    expect(above.length).toBeGreaterThan(0)
    expect(above.every((node) => before.nodes.includes(node))).toBe(true)
  })

  it('of replicas from three to five leaves the Service and the three where a reader left them', () => {
    const topology = buildTopology(toRecords(tutorial(3)))
    const before = layOut([...topology.services.values()], columns)
    const after = layOut([...buildTopology(toRecords(tutorial(5)), topology).services.values()], columns, before)
    const service = (scene: Scene) => box(scene.nodes.find((node) => node.type === 'service')!)
    expect(service(after)).toEqual(service(before))
    const order = (scene: Scene) => scene.nodes.flatMap((node) => (node.type === 'pod' ? [node.id] : []))
    expect(order(after).filter((id) => order(before).includes(id))).toEqual(order(before))
  })

  it('of one pod in a folded view repaints its groups and the Service alone', () => {
    const folded = toRecords(seventy)
    const pod = [...folded.Pod!.values()][0]!
    const { before, after } = change(folded, [{ type: 'put', record: { ...pod, phase: 'Unknown' } }])
    const repainted = after.nodes.filter((node) => !before.nodes.includes(node)).map((node) => node.type)
    expect(repainted).toEqual(['service', 'group', 'group'])
  })
})
