// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { createElement } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { toYaml } from '@/lib/kubernetes/yaml'
import { aPod } from '@/lib/topology/records.fixture'
import type { Locale } from '@/messages/locale'
import { renderPage, stateOf } from './page.fixture'
import { YamlSheet } from './yaml-sheet'

const address = vi.hoisted(() => ({ query: '' }))

vi.mock('next/navigation', () => ({
  usePathname: () => '/n/shop/p/web-1',
  useSearchParams: () => new URLSearchParams(address.query),
}))
vi.mock('./yaml-editor', () => ({
  YamlEditor: (props: {
    readonly text: string
    readonly label: string
    readonly marked?: { from: number; to: number }
  }) =>
    createElement(
      'pre',
      {
        'aria-label': props.label,
        'data-marked': props.marked && props.text.slice(props.marked.from, props.marked.to),
      },
      props.text,
    ),
}))

const pod = aPod('web-1', { namespace: 'shop' })
const text = toYaml({
  kind: 'Pod',
  metadata: { name: 'web-1' },
  status: { conditions: [{ type: 'Ready', status: 'False' }] },
})

/** What our server answers, in order; the last for good. */
function answers(...all: readonly Response[]) {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url)
    const answer = all[Math.min(asked.length, all.length) - 1]
    if (answer === undefined) throw new TypeError('Failed to fetch')
    return answer.clone()
  })
  return asked
}

const ok = (body: string, headers: Record<string, string> = {}) =>
  new Response(body, { headers: { date: 'Thu, 01 Jan 2026 12:04:31 GMT', ...headers } })
const problem = (status: number, detail: string) => new Response(JSON.stringify({ status, detail }), { status })

beforeEach(() => {
  address.query = 'yaml=Pod/shop/web-1'
})
afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

function open(locale: Locale = 'en') {
  const page = renderPage(<YamlSheet />, locale)
  page.emit(stateOf([pod]))
  return page
}

const sheet = () => screen.getByRole('dialog')
const statuses = () => screen.getAllByRole('status').map(({ textContent }) => textContent)
const content = () => screen.findByLabelText('YAML of Pod web-1')

describe('the sheet of YAML', () => {
  it('shows the object that the address names, when it was read, and how a terminal prints it', async () => {
    address.query += '&context=prod'
    const asked = answers(ok(text))
    open()
    expect((await content()).textContent).toBe(text)
    expect(asked).toEqual(['/api/namespaces/shop/pods/web-1.yaml?context=prod'])
    expect(sheet().textContent).toContain('As it was at 12:04:31.')
    expect(sheet().textContent).toContain('kubectl --context kind-prod get pod web-1 -n shop -o yaml')
  })

  it('opens at the field that the address names', async () => {
    address.query += '&field=status.conditions[type=Ready].status'
    answers(ok(text))
    open()
    expect((await content()).dataset.marked).toBe('status: "False"')
  })

  it('says so where that field is not set, in both languages', async () => {
    address.query += '&field=spec.selector'
    for (const [locale, sentence] of [
      ['en', 'spec.selector is not set.'],
      ['zh-CN', 'spec.selector 未设置。'],
    ] as const) {
      answers(ok(text))
      open(locale)
      await waitFor(() => expect(statuses()).toContain(sentence))
      cleanup()
    }
  })

  it('marks the line that would hold a field that is not set', async () => {
    address.query += '&field=status.podIP'
    answers(ok(text))
    open()
    const { marked = '?' } = (await content()).dataset
    expect(marked).toBe('')
    expect(statuses()).toContain('status.podIP is not set. Marked is where it would stand.')
  })

  it('tells what it is about and what is being read before it is there', () => {
    vi.stubGlobal('fetch', () => new Promise(() => {}))
    open()
    expect(screen.getByRole('dialog', { name: /Pod web-1/ })).toBeDefined()
    expect(statuses()).toContain('Reading…')
  })

  it('says that the object changed or went since, and reads it again when asked, not before', async () => {
    const asked = answers(ok(text), ok(text.replace('False', 'True'), { date: 'Thu, 01 Jan 2026 12:05:00 GMT' }))
    const { emit } = open()
    await content()
    emit(stateOf([{ ...pod, phase: 'Failed' }]))
    expect(screen.getByText('It has changed since.')).toBeDefined()
    expect(asked).toHaveLength(1)
    fireEvent.click(screen.getAllByRole('button', { name: 'Read again' })[0]!)
    await waitFor(() => expect(sheet().textContent).toContain('"True"'))
    expect(screen.queryByText('It has changed since.')).toBeNull()
    emit(stateOf([]))
    expect(screen.getByText('It was deleted. This is the last that was read of it.')).toBeDefined()
  })

  it('tells an object that is gone from one that cannot be read', async () => {
    answers(problem(404, 'There is no Pod'))
    open()
    expect(await screen.findByText(/any more, or never was/)).toBeDefined()
    cleanup()
    answers(problem(502, 'The API server gives no answer: connection refused.'))
    open()
    expect(await screen.findByText(/connection refused/)).toBeDefined()
    cleanup()
    answers()
    open()
    expect(await screen.findByText('Switchboard’s own server does not answer.')).toBeDefined()
  })

  it('names the refused read and what would grant it, and no longer shows what may not be read', async () => {
    const denied = 'pods "web-1" is forbidden: User "ann" cannot get resource "pods"'
    answers(ok(text), problem(403, denied))
    open()
    await content()
    fireEvent.click(screen.getByRole('button', { name: 'Read again' }))
    expect(await screen.findByText(/^Unknown: you may not get/)).toBeDefined()
    await screen.findByText(/--resource=pods/)
    expect(sheet().textContent).toContain('--user=ann')
    expect(sheet().textContent).not.toContain('conditions')
  })

  it('never asks for a kind that Switchboard does not read', () => {
    address.query = 'yaml=Secret/shop/db'
    const asked = answers(ok(text))
    open()
    expect(sheet().textContent).toContain('Switchboard does not read objects of the kind Secret.')
    expect(asked).toEqual([])
  })

  it('takes itself out of the address when it closes', async () => {
    const replaced: string[] = []
    vi.spyOn(window.history, 'replaceState').mockImplementation((_state, _title, url) => {
      replaced.push(String(url))
    })
    answers(ok(text))
    open()
    await content()
    act(() => fireEvent.click(screen.getByRole('button', { name: 'Close' })))
    await waitFor(() => expect(replaced).toEqual(['/n/shop/p/web-1']))
  })

  it('is not there where the address names no object', () => {
    address.query = 'yaml=nonsense'
    open()
    expect(screen.queryByRole('dialog')).toBeNull()
  })
})
