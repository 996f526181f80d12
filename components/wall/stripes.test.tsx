// @vitest-environment happy-dom
import { cleanup, render } from '@testing-library/react'
import { IntlProvider } from 'use-intl'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { ServiceSummary } from '@/lib/kubernetes/summary'
import { messages } from '@/messages/messages'
import { Stripes } from './stripes'
import { aLargeCluster } from './wall.fixture'

vi.mock('next/navigation', () => ({
  usePathname: () => '/',
  useSearchParams: () => new URLSearchParams(),
}))

const painted = vi.hoisted(() => ({ tiles: 0 }))
vi.mock('@/components/ui/count', () => ({
  Count: ({ counts }: { readonly counts: ServiceSummary }) => {
    painted.tiles += 1
    return `${counts.ready}/${counts.ready + counts.notReady}`
  },
}))

afterEach(cleanup)

function wall(services: readonly ServiceSummary[], grouping: 'namespace' | 'zone' = 'namespace') {
  return (
    <IntlProvider locale="en" messages={messages.en} timeZone="UTC">
      <Stripes services={services} grouping={grouping} sort="name" columns={5} explain={false} />
    </IntlProvider>
  )
}

describe('the wall of 5,000 Services', () => {
  it('puts no more tiles on the page than a window and its surroundings hold', () => {
    window.innerHeight = 900
    const { container } = render(wall(aLargeCluster()))
    const tiles = container.querySelectorAll('[data-service]').length
    expect(tiles).toBeGreaterThan(60)
    expect(tiles).toBeLessThanOrEqual(120)
    expect(container.querySelectorAll('*').length).toBeLessThanOrEqual(120 * 16)
    // Its height is that of all of them all the same: nothing moves as they come.
    const height = container.querySelector<HTMLElement>('[style*="--height"]')?.style.getPropertyValue('--height')
    expect(height).toBe(`${50 * (40 + 20 * 64)}px`)
  })

  it('paints one tile when one Service changes, and none when nothing seen does', () => {
    const services = aLargeCluster()
    const { rerender, getByText } = render(wall(services))
    const withOneUnready = (list: readonly ServiceSummary[], at: number) =>
      list.map((summary, index) => (index === at ? { ...summary, ready: 9, notReady: 1 } : summary))
    painted.tiles = 0
    const seen = withOneUnready(services, 7)
    rerender(wall(seen))
    expect(painted.tiles).toBe(1)
    getByText('9/10')
    rerender(wall(withOneUnready(seen, 4711)))
    expect(painted.tiles).toBe(1)
  })

  it('paints one tile of a zone when the other zones of its Service stay as they are', () => {
    const services = aLargeCluster()
    const { rerender } = render(wall(services, 'zone'))
    painted.tiles = 0
    rerender(wall([...services], 'zone'))
    expect(painted.tiles).toBe(0)
  })

  it('names each group to those who hear it, and says where in it a tile stands', () => {
    const { getByRole, container } = render(wall(aLargeCluster()))
    expect(getByRole('region', { name: 'team-00' }).textContent).toContain('100 Services · 1,000 of 1,000 ready')
    const item = container.querySelector('li')
    expect([item?.getAttribute('aria-posinset'), item?.getAttribute('aria-setsize')]).toEqual(['1', '100'])
  })
})
