// @vitest-environment happy-dom
import { cleanup, render } from '@testing-library/react'
import { IntlProvider } from 'use-intl'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { ServiceSummary } from '@/lib/kubernetes/summary'
import { messages } from '@/messages/messages'
import { Tile } from './tile'

vi.mock('next/navigation', () => ({
  usePathname: () => '/',
  useSearchParams: () => new URLSearchParams(),
}))

afterEach(cleanup)

const summary: ServiceSummary = {
  kind: 'ServiceSummary',
  namespace: 'shop',
  name: 'cart',
  uid: 'cart',
  type: 'ClusterIP',
  labels: {},
  ready: 0,
  notReady: 0,
  draining: 0,
  terminating: 0,
  pending: 0,
  missing: 0,
  zones: [],
  marks: '',
}

function tileOf(over: Partial<ServiceSummary>) {
  const { container } = render(
    <IntlProvider locale="en" messages={messages.en} timeZone="UTC">
      <Tile summary={{ ...summary, ...over }} />
    </IntlProvider>,
  )
  const tile = container.querySelector('[data-service="shop/cart"]')
  return {
    state: tile?.getAttribute('data-state'),
    text: tile?.textContent,
    marks: tile?.querySelectorAll('path').length,
  }
}

describe('the tile of a Service', () => {
  it('says ?/? and no figure of what is not known, with the hatched mark and no severity', () => {
    const tile = tileOf({ unknown: true, marks: 'u' })
    expect(tile).toMatchObject({ state: 'unknown', marks: 1 })
    expect(tile.text).toContain('?/?')
    expect(tile.text).not.toMatch(/\d/)
  })

  it('says 0/0, as an error, where nobody is known to answer', () => {
    const tile = tileOf({})
    expect(tile.state).toBe('error')
    expect(tile.text).toContain('0/0')
  })
})
