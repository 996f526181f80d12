// @vitest-environment happy-dom
import { cleanup } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { renderPage, stateOf, upstreamWith } from '@/components/panels/page.fixture'
import type { ResourceState } from '@/lib/kubernetes/state'
import type { ServiceSummary } from '@/lib/kubernetes/summary'
import { Wall } from './wall'
import { aSummary, summariesOf } from './wall.fixture'

const address = vi.hoisted(() => ({ query: '' }))
vi.mock('next/navigation', () => ({
  usePathname: () => '/',
  useSearchParams: () => new URLSearchParams(address.query),
}))

beforeEach(() => {
  address.query = ''
})
afterEach(cleanup)

function wall(
  services: readonly ServiceSummary[],
  query = '',
  ...others: readonly (Partial<ResourceState> & { readonly resource: string })[]
) {
  address.query = query
  const page = renderPage(<Wall />)
  page.emit(stateOf([], { summaries: summariesOf(...services), upstream: upstreamWith(...others) }))
  return page
}

const fine = aSummary('fine')
const broken = aSummary('broken', { ready: 0, notReady: 2, marks: 'nn' })
const dark = aSummary('dark', { unknown: true, ready: 0, marks: 'u' })

describe('the wall of a cluster', () => {
  it('says that every Service answers only where each of them is known and looked at', () => {
    expect(wall([fine]).queryByText('Every Service answers.')).not.toBeNull()
    cleanup()
    expect(wall([fine, dark]).queryByText('Every Service answers.')).toBeNull()
    cleanup()
    expect(wall([fine, broken], 'q=fine').queryByText('Every Service answers.')).toBeNull()
  })

  it('counts what it shows of what there is', () => {
    const { getByRole, getByText } = wall([fine, broken], 'q=fine')
    expect(getByRole('heading', { level: 1 }).textContent).toBe('1 of 2 Services')
    getByText('0 of 1 in trouble')
  })

  it('lists the worst on top, and does not where trouble alone is asked for: there each tile says it', () => {
    expect(wall([fine, broken]).container.querySelectorAll('[data-row=trouble] [data-service]')).toHaveLength(1)
    cleanup()
    const { container } = wall([fine, broken], 'state=trouble')
    expect(container.querySelector('[data-row=trouble]')).toBeNull()
    expect(container.querySelector('[data-group] [data-service="shop/broken"]')?.textContent).toContain('0 of 2 answer')
  })

  it('draws a Service of which nothing is known as unknown, never as none', () => {
    const { container } = wall([dark], 'group=zone')
    expect(container.querySelector('[data-group=unknown] [data-service="shop/dark"]')?.textContent).toContain('?/?')
    expect(container.querySelector('[data-group=none]')).toBeNull()
  })

  it('does not say that nothing leads to a Service where ways in may not be read', () => {
    expect(wall([fine], 'group=gateway').queryByRole('region', { name: 'Not exposed' })).not.toBeNull()
    cleanup()
    const { getByRole } = wall([fine], 'group=gateway', { resource: 'ingresses', status: 'denied' })
    getByRole('region', { name: 'Not exposed, as far as may be read' })
  })

  it('shows everything where the address asks for what there is not, but for a namespace without Services', () => {
    expect(
      wall([fine, broken], 'state=nonsense&group=nonsense&sort=nonsense').container.querySelectorAll(
        '[data-group] [data-service]',
      ),
    ).toHaveLength(2)
    cleanup()
    wall([fine, broken], 'ns=nowhere').getByText('No Service matches all of nowhere')
  })

  it('fills the screen with what is, never with what was', async () => {
    wall([fine], 'screen=full')
    await vi.waitFor(() => expect(document.querySelector('[data-screen=full] [data-size]')).not.toBeNull())
    cleanup()
    wall([fine], 'screen=full&at=2026-01-01T11:58:00Z').getByRole('heading', { level: 1, name: '1 Service' })
    expect(document.querySelector('[data-screen=full]')).toBeNull()
  })

  it('takes all tiles into the Tab order as one', async () => {
    const { container } = wall([fine, broken, dark])
    expect(container.querySelectorAll('a[data-service]')).toHaveLength(4)
    await vi.waitFor(() => expect(container.querySelectorAll('a[data-service][tabindex="0"]')).toHaveLength(1))
  })
})
