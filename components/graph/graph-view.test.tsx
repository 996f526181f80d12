// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { createElement } from 'react'
import { IntlProvider } from 'use-intl'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { EndpointSlice, Pod, SliceEndpoint } from '@/lib/kubernetes/record'
import { applyChanges, type Change, toRecords } from '@/lib/kubernetes/records'
import type * as LayOutModule from '@/lib/layout/lay-out'
import { brokenSelector } from '@/lib/layout/scene.fixture'
import { type BuiltTopology, buildTopology } from '@/lib/topology/build'
import { aDeployment, aNode, aService } from '@/lib/topology/records.fixture'
import { messages } from '@/messages/messages'
import type * as CardModule from './card'
import { GraphView, type GraphViewProps } from './graph-view'

const drawn = vi.hoisted(() => ({ cards: [] as string[], layouts: 0 }))

vi.mock('@/lib/layout/lay-out', async (original) => {
  const { layOut } = await original<typeof LayOutModule>()
  return {
    layOut: (...args: Parameters<typeof layOut>) => {
      drawn.layouts += 1
      return layOut(...args)
    },
  }
})

vi.mock('./card', async (original) => {
  const { Card } = await original<typeof CardModule>()
  return {
    Card: (props: Parameters<typeof Card>[0]) => {
      drawn.cards.push(props.id)
      return createElement(Card, props)
    },
  }
})

const pane = { width: 1200, height: 900 }

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(pane.width)
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(pane.height)
})

afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

const nodes = [aNode('worker-1', 'a'), aNode('worker-2', 'b'), aNode('worker-3', 'c')]

function show(
  records = toRecords([...nodes, ...aDeployment('web', 3, { nodes })]),
  props: Partial<GraphViewProps> = {},
) {
  let topology: BuiltTopology = buildTopology(records)
  const element = () => (
    <IntlProvider locale="en" messages={messages.en} timeZone="UTC">
      <GraphView graphs={[...topology.services.values()]} label="Graph of web" {...props} />
    </IntlProvider>
  )
  const view = render(element())
  drawn.cards.length = 0
  drawn.layouts = 0
  return {
    ...view,
    apply: (changes: readonly Change[]) => {
      records = applyChanges(records, changes)
      topology = buildTopology(records, topology)
      view.rerender(element())
    },
    pods: () => [...(records.Pod?.values() ?? [])],
    slice: () => [...(records.EndpointSlice?.values() ?? [])][0]!,
  }
}

const cardIds = () => [...document.querySelectorAll('[data-card]')].map((card) => card.getAttribute('data-card')!)
const card = (part: string) => document.querySelector<HTMLElement>(`[data-card*="${part}"]`)!
const frame = () => screen.getByRole('application', { name: 'Graph of web' })
const focused = () => document.activeElement?.getAttribute('data-card') ?? undefined

/** The slice with one pod's endpoint changed, or left out. */
function reslice(slice: EndpointSlice, pod: Pod, change?: Partial<SliceEndpoint>): Change {
  const endpoints = slice.endpoints.flatMap((endpoint) => {
    if (endpoint.target?.name !== pod.name) return [endpoint]
    return change === undefined ? [] : [{ ...endpoint, ...change }]
  })
  return { type: 'put', record: { ...slice, endpoints } }
}

const unready = { ready: false, serving: false }

describe('the graph', () => {
  it('shows the Service, its endpoints and their pods, marked for scripts', () => {
    show()
    expect(card('service:').dataset.service).toBe('default/web')
    const endpoints = [...document.querySelectorAll<HTMLElement>('[data-endpoint]')]
    expect(endpoints.map(({ dataset }) => [dataset.endpoint, dataset.state]).sort()).toEqual([
      ['10.1.0.1', 'ready'],
      ['10.1.0.2', 'ready'],
      ['10.1.0.3', 'ready'],
    ])
    expect(document.querySelectorAll('[data-pod^="default/web-"]')).toHaveLength(3)
  })

  it('shows a pod that nearly matches, with what it carries and what was wanted', () => {
    show(toRecords(brokenSelector()))
    const near = card('near:Pod/default/frontend-6d8f-x7k2p')
    expect(near.textContent).toContain('app: front-end')
    expect(near.textContent).toContain('wanted app: frontend')
    expect(near.getAttribute('aria-label')).toBe(
      'Pod frontend-6d8f-x7k2p nearly matches: app: front-end, wanted app: frontend',
    )
    expect(card('near:Pod/default/api-0').textContent).toContain('app.kubernetes.io/name: frontend')
  })

  it('says in words what each card shows', () => {
    show()
    expect(screen.getByRole('group', { name: 'Service web, 3 of 3 ready' })).toBeTruthy()
    expect(screen.getByRole('group', { name: /^Endpoint 10\.1\.0\.1:8080, ready, pod web-/ })).toBeTruthy()
    expect(screen.getAllByRole('group', { name: /^Pod web-.*, ready, on worker-/ })).toHaveLength(3)
  })

  it('repaints an unready endpoint, its pod, its Service and its edges, and nothing else', async () => {
    const { apply, pods, slice } = show()
    const victim = pods()[1]!
    const before = new Map([...document.querySelectorAll('path[data-edge]')].map((path) => [path, path.outerHTML]))
    apply([reslice(slice(), victim, unready)])
    await act(() => Promise.resolve())
    expect([...new Set(drawn.cards)].sort().map((id) => id.split(':')[0])).toEqual(['endpoint', 'pod', 'service'])
    expect(drawn.cards).toHaveLength(3)
    expect(drawn.cards.filter((id) => id.includes(victim.ips[0]!) || id.includes(victim.name))).toHaveLength(2)
    const repainted = [...before].filter(([path, html]) => path.outerHTML !== html).map(([path]) => path)
    expect(repainted.map((path) => path.getAttribute('data-edge')).sort()).toEqual(['backing', 'membership'])
    expect(repainted.every((path) => path.isConnected)).toBe(true)
  })

  it('paints those anew that come or change when a pod is added, and only slides those below', async () => {
    const records = toRecords([
      ...nodes,
      ...aDeployment('api', 3, { nodes }),
      ...aDeployment('web', 3, { nodes, subnet: 2 }),
    ])
    const { apply } = show(records)
    const before = card('service:default/web').closest<HTMLElement>('.react-flow__node')!
    const place = before.style.transform
    const sibling = [...(records.Pod?.values() ?? [])].find(({ name }) => name.startsWith('api'))!
    apply([{ type: 'put', record: { ...sibling, name: 'api-new', uid: 'new', ips: [], phase: 'Pending' } }])
    await act(() => Promise.resolve())
    expect(drawn.layouts).toBe(1)
    expect([...new Set(drawn.cards)].map((id) => id.split(':')[0]).sort()).toEqual(['ghost', 'service'])
    expect(drawn.cards.some((id) => id.includes('default/web'))).toBe(false)
    expect(before.style.transform).not.toBe(place)
  })

  it('repaints nothing when it is given the same graphs again', () => {
    const { apply } = show()
    apply([])
    expect(drawn).toEqual({ cards: [], layouts: 0 })
  })

  it('leaves each card where it was when a pod changes state', () => {
    const { apply, pods, slice } = show()
    const places = () =>
      [...document.querySelectorAll<HTMLElement>('.react-flow__node')].map((node) => node.style.transform)
    const before = places()
    apply([reslice(slice(), pods()[0]!, unready)])
    expect(places()).toEqual(before)
  })

  it('marks what came and what changed, and forgets it when the ring has faded', () => {
    vi.useFakeTimers()
    const { apply, pods, slice } = show()
    apply([reslice(slice(), pods()[0]!, unready)])
    expect(document.querySelectorAll('[data-fresh="changed"]')).toHaveLength(3)
    act(() => vi.advanceTimersByTime(1_300))
    expect(document.querySelectorAll('[data-fresh]')).toHaveLength(0)
    vi.useRealTimers()
  })
})

describe('a change that no state shows', () => {
  it('is laid out once, and draws nobody’s eye', () => {
    const { apply, pods } = show()
    const pod = pods()[0]!
    apply([{ type: 'put', record: { ...pod, labels: { ...pod.labels, canary: 'yes' } } }])
    expect(drawn.layouts).toBe(1)
    expect(document.querySelectorAll('[data-fresh]')).toHaveLength(0)
  })
})

describe('the keyboard', () => {
  it('enters at the Service and walks along the lines', () => {
    show()
    act(() => frame().focus())
    expect(focused()).toBe('service:default/web')
    fireEvent.keyDown(document.activeElement!, { key: 'ArrowRight' })
    expect(focused()).toMatch(/^endpoint:/)
    fireEvent.keyDown(document.activeElement!, { key: 'ArrowRight' })
    expect(focused()).toMatch(/^pod:/)
    fireEvent.keyDown(document.activeElement!, { key: 'ArrowDown' })
    expect(focused()).toMatch(/^pod:/)
    fireEvent.keyDown(document.activeElement!, { key: 'Home' })
    fireEvent.keyDown(document.activeElement!, { key: 'ArrowLeft' })
    expect(focused()).toMatch(/^client:/)
  })

  it('reaches every card', () => {
    show()
    act(() => frame().focus())
    const reached = new Set<string>()
    for (const key of ['ArrowLeft', 'ArrowRight', 'ArrowRight', 'ArrowRight']) {
      for (const walk of ['ArrowUp', 'ArrowUp', 'ArrowUp', 'ArrowDown', 'ArrowDown', 'ArrowDown']) {
        fireEvent.keyDown(document.activeElement!, { key: walk })
        reached.add(focused()!)
      }
      fireEvent.keyDown(document.activeElement!, { key })
      reached.add(focused()!)
    }
    for (const walk of ['ArrowUp', 'ArrowUp', 'ArrowUp', 'ArrowDown', 'ArrowDown', 'ArrowDown']) {
      fireEvent.keyDown(document.activeElement!, { key: walk })
      reached.add(focused()!)
    }
    expect([...reached].sort()).toEqual(cardIds().sort())
  })

  it('opens a pod with Enter and selects it with Space', () => {
    const onOpen = vi.fn()
    const onSelect = vi.fn()
    const { pods } = show(undefined, { onOpen, onSelect })
    const pod = pods()[0]!
    act(() => card(`pod:Pod/default/${pod.name}`).focus())
    fireEvent.keyDown(document.activeElement!, { key: 'Enter' })
    expect(onOpen).toHaveBeenCalledWith({ type: 'pod', key: `default/${pod.name}` })
    fireEvent.keyDown(document.activeElement!, { key: ' ' })
    expect(onSelect).toHaveBeenCalledWith(card(pod.name).dataset.card)
  })

  it('takes a selection back with Escape', () => {
    const onSelect = vi.fn()
    show(undefined, { onSelect, selected: 'service:default/web' })
    expect(card('service:').getAttribute('aria-current')).toBe('true')
    act(() => card('service:').focus())
    fireEvent.keyDown(document.activeElement!, { key: 'Escape' })
    expect(onSelect).toHaveBeenCalledWith(undefined)
  })

  it('keeps its place when the card that has it goes', () => {
    const { apply, pods, slice } = show()
    const pod = pods()[2]!
    act(() => card(`pod:Pod/default/${pod.name}`).focus())
    apply([{ type: 'remove', kind: 'Pod', key: `default/${pod.name}` }, reslice(slice(), pod)])
    expect(focused()).toMatch(/^pod:/)
  })
})

describe('a picture of many', () => {
  const many = () => toRecords([...nodes, ...aDeployment('web', 1000, { nodes })])

  it('folds a thousand endpoints into groups, and unfolds one in place', () => {
    show(many())
    const groups = screen.getAllByRole('button', { name: /^(Endpoints|Pods) of / })
    expect(cardIds().length).toBeLessThan(20)
    fireEvent.click(groups[0]!)
    expect(cardIds().length).toBeGreaterThan(20)
    expect(cardIds().length).toBeLessThan(400)
  })

  it('dims nothing once the group that was pointed at has unfolded', () => {
    show(many())
    const group = screen.getAllByRole('button', { name: /^Endpoints of / })[0]!
    fireEvent.mouseEnter(group.closest('.react-flow__node')!)
    expect(document.querySelector('[data-lighting]')).toBeTruthy()
    fireEvent.click(group)
    expect(document.querySelector('[data-lighting]')).toBeNull()
  })

  it('keeps in the address of its page what is unfolded', () => {
    const onUnfold = vi.fn()
    show(many(), { unfolded: new Set(), onUnfold })
    const group = screen.getAllByRole('button', { name: /^Endpoints of / })[0]!
    fireEvent.click(group)
    expect([...onUnfold.mock.calls[0]![0]]).toEqual([group.dataset.card])
    expect(cardIds()).toContain(group.dataset.card)
  })

  it('folds again with Escape', () => {
    show(many())
    const count = cardIds().length
    act(() => screen.getAllByRole('button', { name: /^Endpoints of / })[0]!.focus())
    fireEvent.keyDown(document.activeElement!, { key: 'Enter' })
    expect(cardIds().length).toBeGreaterThan(count)
    fireEvent.keyDown(document.activeElement!, { key: 'Escape' })
    expect(cardIds()).toHaveLength(count)
  })
})

describe('on a phone', () => {
  it('stands as a tree, as tall as it is', () => {
    vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(390)
    show()
    expect(document.querySelector('[data-arrangement="tree"]')).toBeTruthy()
    expect(cardIds()).toHaveLength(8)
  })
})

describe('names on cards', () => {
  it('are links where there are pages, and a plain click stays in the app', () => {
    const onOpen = vi.fn()
    show(toRecords([aService('web')]), { onOpen, hrefOf: ({ type, key }) => `/${type}/${key}` })
    const link = card('service:').querySelector('a')!
    expect(link.getAttribute('href')).toBe('/service/default/web')
    expect(fireEvent.click(link)).toBe(false)
    expect(onOpen).toHaveBeenCalledWith({ type: 'service', key: 'default/web' })
    onOpen.mockClear()
    fireEvent.click(link, { metaKey: true })
    expect(onOpen).not.toHaveBeenCalled()
  })
})
