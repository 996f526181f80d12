// @vitest-environment happy-dom
import { act, cleanup, render, screen } from '@testing-library/react'
import { StrictMode } from 'react'
import { afterEach, describe, expect, it } from 'vitest'
import { applyChanges, type Records, toRecords } from '@/lib/kubernetes/records'
import { aDeployment, aNode } from '@/lib/topology/records.fixture'
import { initialState } from '@/lib/viewer/initial-state'
import type { ViewerState } from '@/lib/viewer/state'
import { fakeClock, fakeStream, upstreamOf } from './stream.fixture'
import { useAge } from './use-age'
import { useRecord } from './use-records'
import { useServiceGraph } from './use-topology'
import { ViewerProvider } from './viewer-provider'
import { createViewerStores } from './viewer-stores'

afterEach(cleanup)

const live = (records: Records): ViewerState => ({
  ...initialState(0),
  connection: { status: 'open', since: 0 },
  complete: true,
  upstream: upstreamOf('live'),
  records,
})

const records = toRecords([aNode('worker-1'), ...aDeployment('web', 1), ...aDeployment('cart', 1)])

const renders = new Map<string, number>()

function Ready({ of }: { readonly of: string }) {
  renders.set(of, (renders.get(of) ?? 0) + 1)
  const graph = useServiceGraph(`default/${of}`)
  return <p data-testid={of}>{graph === undefined ? 'nothing' : graph.counts.ready}</p>
}

function Node() {
  renders.set('node', (renders.get('node') ?? 0) + 1)
  return <p>{useRecord('Node', '/worker-1')?.name}</p>
}

function Age() {
  renders.set('age', (renders.get('age') ?? 0) + 1)
  return <p data-testid="age">{useAge('2026-01-01T11:00:00Z')}</p>
}

let pages = 0

function page() {
  const clock = fakeClock()
  const stream = fakeStream()
  const stores = createViewerStores({ open: () => stream.open, clock })
  // SWR remembers by key: each page looks into a context of its own.
  const context = `context-${pages}`
  pages += 1
  const element = (views: readonly string[]) => (
    <StrictMode>
      <ViewerProvider views={views} context={context} stores={stores}>
        <Ready of="web" />
        <Ready of="cart" />
        <Node />
        <Age />
      </ViewerProvider>
    </StrictMode>
  )
  const view = render(element(['namespace:default']))
  return {
    clock,
    stream,
    look: (views: readonly string[]) => view.rerender(element(views)),
    emit: (state: ViewerState) => {
      renders.clear()
      act(() => stream.emit(state))
    },
  }
}

describe('the stream under a page', () => {
  it('is one, however many components read it', () => {
    const { stream, emit } = page()
    expect(stream.opened()).toBe(1)
    emit(live(records))
    expect(screen.getByTestId('web').textContent).toBe('1')
    expect(screen.getByTestId('cart').textContent).toBe('1')
  })

  it('renders a component again only when its own part has changed', () => {
    const { emit } = page()
    emit(live(records))
    const slice = [...(records.EndpointSlice?.values() ?? [])].find(({ service }) => service === 'web')!
    const endpoints = slice.endpoints.map((endpoint) => ({ ...endpoint, ready: false, serving: false }))
    emit(live(applyChanges(records, [{ type: 'put', record: { ...slice, endpoints } }])))
    expect(screen.getByTestId('web').textContent).toBe('0')
    expect([...renders.keys()]).toEqual(['web'])
  })

  it('lets time pass only where it is read', () => {
    const { emit, clock } = page()
    emit(live(records))
    expect(screen.getByTestId('age').textContent).toBe('60m')
    renders.clear()
    act(() => clock.advance(59_000))
    expect([...renders.keys()]).toEqual([])
    act(() => clock.advance(1_000))
    expect(screen.getByTestId('age').textContent).toBe('61m')
    expect([...renders.keys()]).toEqual(['age'])
  })

  it('follows the page to other views, and finds the first again on the way back', () => {
    const { stream, emit, look } = page()
    emit(live(records))
    look(['overview'])
    expect(stream.opened()).toBe(2)
    expect(screen.getByTestId('web').textContent).toBe('nothing')
    look(['namespace:default'])
    expect(stream.opened()).toBe(2)
    expect(screen.getByTestId('web').textContent).toBe('1')
  })
})

it('shows nothing yet where no provider stands above', () => {
  render(<Ready of="web" />)
  expect(screen.getByTestId('web').textContent).toBe('nothing')
})
