// @vitest-environment happy-dom
import { cleanup, render } from '@testing-library/react'
import { IntlProvider } from 'use-intl'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { ServiceSummary } from '@/lib/kubernetes/summary'
import type { Locale } from '@/messages/locale'
import { messages } from '@/messages/messages'
import { Tile } from './tile'

vi.mock('next/navigation', () => ({
  usePathname: () => '/',
  useSearchParams: () => new URLSearchParams(),
}))

vi.mock('@/messages/load-findings', async () => {
  const { sentencesOfTests } = await import('@/components/panels/finding.fixture')
  return { loadFindingMessages: (locale: Locale) => Promise.resolve(sentencesOfTests[locale]) }
})

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

function tileOf(over: Partial<ServiceSummary>, explain = false) {
  const { container } = render(
    <IntlProvider locale="en" messages={messages.en} timeZone="UTC">
      <Tile summary={{ ...summary, ...over }} explain={explain} />
    </IntlProvider>,
  )
  const tile = container.querySelector('[data-service="shop/cart"]')
  return {
    state: tile?.getAttribute('data-state'),
    text: tile?.textContent,
    marks: tile?.querySelectorAll('path').length,
    said: () => tile?.textContent,
    absent: tile?.hasAttribute('data-absent'),
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

  const worst = {
    code: 'test-mismatch',
    severity: 'error',
    facts: { selector: 'app: cart', near: 'app: Cart', pods: 3 },
  } as const

  it('says what is wrong in the words of the worst finding', async () => {
    const tile = tileOf({ worst }, true)
    await vi.waitFor(() => expect(tile.said()).toContain('No pod matches app: cart; 3 pods say app: Cart.'))
  })

  it('says what the figures say where nothing is found, or only a note', async () => {
    expect(tileOf({}, true).text).toContain('Nobody answers: no endpoint')
    const note = { ...worst, severity: 'info' } as const
    const tile = tileOf({ worst: note, ready: 1, notReady: 1, marks: 'rn' }, true)
    expect(tile.text).toContain('1 of 2 answer')
  })

  it('counts nothing of a Service that is not there', () => {
    const tile = tileOf({ absent: true, worst })
    expect(tile).toMatchObject({ state: 'error', absent: true })
    expect(tile.text).toContain('no such Service')
    expect(tile.text?.replace(/No pod.*/, '')).not.toMatch(/\d/)
  })
})
