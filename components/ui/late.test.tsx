// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react'
import { IntlProvider } from 'use-intl'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Locale } from '@/messages/locale'
import { messages } from '@/messages/messages'
import { late } from './late'

afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

function draw(Part: React.ComponentType, locale: Locale = 'en') {
  // React tells of what a boundary catches.
  vi.spyOn(console, 'error').mockImplementation(() => {})
  render(
    <IntlProvider locale={locale} messages={messages[locale]} timeZone="UTC">
      <h1>web</h1>
      <Part />
    </IntlProvider>,
  )
}

function missing(): Error {
  const error = new Error('Failed to load chunk /_next/static/chunks/a.js')
  error.name = 'ChunkLoadError'
  return error
}

describe('a part that comes late', () => {
  it('stands in its place once it has come', async () => {
    draw(late(async () => () => <p>ports</p>))
    expect(await screen.findByText('ports')).toBeDefined()
  })

  it('leaves its page whole where its file does not come, and says what can be done', async () => {
    draw(late(() => Promise.reject(missing())))
    const alert = await screen.findByRole('alert')
    expect(alert.textContent).toContain('Switchboard’s server does not answer, or is newer than this page')
    expect(screen.getByRole('heading').textContent).toBe('web')
    expect(screen.getByRole('button', { name: 'Load the page anew' })).toBeDefined()
  })

  it('says so in Chinese', async () => {
    draw(
      late(() => Promise.reject(missing())),
      'zh-CN',
    )
    expect((await screen.findByRole('alert')).textContent).toContain('重新加载页面')
  })

  it('tells another failure in its own words', async () => {
    draw(
      late(async () => () => {
        throw new Error('no such port')
      }),
    )
    expect((await screen.findByRole('alert')).textContent).toContain('Error: no such port')
  })
})
