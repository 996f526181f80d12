// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { SWRConfig } from 'swr'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Locale } from '@/messages/locale'
import { renderPage, stateOf } from './page.fixture'
import type { Effect, Offers, WhatIfAnswer } from './what-if-answer'
import { WhatIfPage } from './what-if-page'

const address = vi.hoisted(() => ({ query: '' }))

vi.mock('next/navigation', () => ({
  usePathname: () => '/what-if',
  useSearchParams: () => new URLSearchParams(address.query),
}))

const standing = (ready: number, zones: readonly string[] = ['a']) => ({ ready, draining: 0, zones })
const cart: Effect = {
  namespace: 'shop',
  name: 'cart',
  before: standing(1),
  after: standing(0, []),
  loses: 'all',
  loadPerEndpoint: { before: 1, after: null },
}
const web: Effect = {
  namespace: 'shop',
  name: 'web',
  before: standing(5, ['a', 'b']),
  after: standing(3, ['b']),
  loses: 'some',
  loadPerEndpoint: { before: 0.2, after: 1 / 3 },
  emptied: ['worker-2'],
}
const answer: WhatIfAnswer = {
  scenario: { remove: ['node/worker-1'], how: 'drained' },
  incomplete: [],
  services: [cart, web],
  unchanged: 212,
  budgets: [{ namespace: 'shop', name: 'cart', allowed: 0, evicted: 1, pods: ['cart-1'] }],
  nodes: ['worker-1'],
  pods: 3,
  unowned: [],
  unknown: { services: 0, resources: [] },
}
const offers: Offers = {
  losses: [
    { remove: 'zone/a', type: 'zone', name: 'a', nodes: 2 },
    { remove: 'node/worker-1', type: 'node', name: 'worker-1', zone: 'a' },
  ],
  more: 0,
}

let asked: string[]
let written: ReturnType<typeof vi.spyOn>

function open(query: string, answered: Response = Response.json(answer), locale: Locale = 'en') {
  address.query = query
  asked = []
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url)
    return url.includes('/losses') ? Response.json(offers) : answered.clone()
  })
  const page = renderPage(
    <SWRConfig value={{ provider: () => new Map() }}>
      <WhatIfPage />
    </SWRConfig>,
    locale,
  )
  page.emit(stateOf([]))
}

const box = () => screen.getByRole('combobox')

beforeEach(() => {
  window.history.replaceState(null, '', '/what-if')
  Element.prototype.scrollIntoView = () => undefined
  written = vi.spyOn(window.history, 'replaceState')
})
afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

describe('the page of what if', () => {
  it('says what of the address it cannot read, and plays the rest', async () => {
    open('remove=node/worker-1,rack/7')
    expect((await screen.findByText(/names nothing to take away/)).textContent).toContain('rack/7')
    cleanup()
    open('remove=node/worker-1')
    expect(screen.queryByText(/names nothing to take away/)).toBeNull()
  })

  it('tells who loses all before who carries more, and how many are not touched', async () => {
    open('remove=node/worker-1')
    await screen.findByText('loses all')
    const rows = screen.getAllByRole('link').map(({ textContent }) => textContent)
    expect(rows[0]).toContain('1→0')
    expect(rows[1]).toContain('5→3')
    expect(rows[1]).toContain('20% → 33% of its calls each')
    expect(screen.getByRole('status').textContent).toBe(
      '1 Service loses all endpoints, 1 loses some. 212 unchanged. 3 pods are lost, and none replaced yet.',
    )
    expect(screen.getByText(/All that is left stands in one zone/)).toBeTruthy()
    expect(screen.getByText(/A node keeps callers and has nobody ready of its own/)).toBeTruthy()
    expect(screen.getByText(/allows none of 1 eviction/).textContent).toContain('cart-1')
    expect(asked).toContain('/api/whatif?remove=node%2Fworker-1&how=drained')
  })

  it('counts those that lose some where none loses all', async () => {
    open('remove=node/worker-1', Response.json({ ...answer, services: [web, { ...web, name: 'api' }] }))
    await screen.findAllByText(/33% of its calls/)
    expect(screen.getByRole('status').textContent).toContain('2 Services lose some endpoints. 212 unchanged.')
  })

  it('says it in Chinese too', async () => {
    open('remove=node/worker-1', undefined, 'zh-CN')
    expect(await screen.findByText('全部失去')).toBeTruthy()
    expect(screen.getByRole('status').textContent).toContain('1 个 Service 失去全部端点，1 个失去部分端点。')
  })

  it('lets a keyboard alone choose what is taken away, and put it back', async () => {
    open('remove=node/worker-1')
    box().focus()
    await screen.findByRole('option')
    expect(box().getAttribute('aria-expanded')).toBe('true')
    fireEvent.keyDown(box(), { key: 'Enter' })
    expect(written).toHaveBeenLastCalledWith(null, '', '/what-if?remove=node/worker-1,zone/a')
    fireEvent.keyDown(box(), { key: 'Backspace' })
    expect(written).toHaveBeenLastCalledWith(null, '', '/what-if')
  })

  it('offers only what is not taken away yet, and closes at Escape', async () => {
    open('remove=zone/a')
    fireEvent.focus(box())
    expect((await screen.findAllByRole('option')).map(({ textContent }) => textContent)).toEqual(['nodeworker-1a'])
    fireEvent.keyDown(box(), { key: 'Escape' })
    expect(box().getAttribute('aria-expanded')).toBe('false')
  })

  it('writes how it is lost into the address', async () => {
    open('remove=zone/a')
    fireEvent.click(screen.getByRole('radio', { name: 'Failed' }))
    expect(written).toHaveBeenLastCalledWith(null, '', expect.stringContaining('how=failed'))
  })

  it('begins with what people ask first, and asks the server nothing else', async () => {
    open('')
    fireEvent.click(await screen.findByRole('button', { name: 'node worker-1' }))
    expect(written).toHaveBeenLastCalledWith(null, '', '/what-if?remove=node/worker-1')
    expect(asked.filter((url) => url.startsWith('/api/whatif?'))).toEqual([])
  })

  it('says what is unknown, and never that nothing changes there', async () => {
    const unknown = { services: 4, resources: ['poddisruptionbudgets'] }
    open('remove=zone/a', Response.json({ ...answer, services: [], budgets: [], unchanged: 0, unknown }))
    expect(await screen.findByText(/Unknown for 4 Services/)).toBeTruthy()
    expect(screen.getByText(/poddisruptionbudgets/)).toBeTruthy()
  })

  it('shows the sentence of a refusal', async () => {
    open('remove=node/worker-9', Response.json({ detail: 'There is no node "worker-9" in prod.' }, { status: 404 }))
    await waitFor(() => expect(screen.getByText('There is no node "worker-9" in prod.')).toBeTruthy())
  })
})
