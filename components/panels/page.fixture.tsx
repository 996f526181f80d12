import { act, configure, render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { IntlProvider } from 'use-intl'
import { fakeClock, fakeStream } from '@/components/data/stream.fixture'
import { ViewerProvider } from '@/components/data/viewer-provider'
import { createViewerStores } from '@/components/data/viewer-stores'
import type { KubernetesRecord, Namespace } from '@/lib/kubernetes/record'
import { toRecords } from '@/lib/kubernetes/records'
import { resources } from '@/lib/kubernetes/resources'
import type { ResourceState } from '@/lib/kubernetes/state'
import type { ServiceSummary } from '@/lib/kubernetes/summary'
import type { Upstream } from '@/lib/stream/message'
import { initialState } from '@/lib/viewer/initial-state'
import type { ViewerState } from '@/lib/viewer/state'
import type { Locale } from '@/messages/locale'
import { messages } from '@/messages/messages'

// Parts of pages come in files of their own, which a busy machine takes its time to read.
configure({ asyncUtilTimeout: 10_000 })

const since = '2026-01-01T11:59:00Z'

export function aNamespace(name: string): Namespace {
  return { kind: 'Namespace', namespace: '', name, uid: `uid-${name}`, labels: {}, created: since, phase: 'Active' }
}

/** A cluster that answers every read, but for those given. */
export function upstreamWith(...others: readonly (Partial<ResourceState> & { readonly resource: string })[]): Upstream {
  const states = resources.map(({ plural }): ResourceState => {
    const other = others.find(({ resource }) => resource === plural)
    return { resource: plural, namespace: '', status: 'live', since, ...other }
  })
  return { context: 'kind-prod', source: 'kubeconfig', resources: states }
}

/** A stream that is open and whole. */
export function stateOf(
  records: readonly KubernetesRecord[],
  over: Partial<ViewerState> & { readonly summaries?: ReadonlyMap<string, ServiceSummary> } = {},
): ViewerState {
  return {
    ...initialState(0),
    connection: { status: 'open', since: 0 },
    revision: 1,
    scopes: new Map([['namespace/shop', 1]]),
    complete: true,
    upstream: upstreamWith(),
    records: toRecords(records),
    ...over,
  }
}

/** Renders a page on a stream of the test's own. A sentence that lacks one of its facts fails the test. */
export function renderPage(page: ReactNode, locale: Locale = 'en') {
  const stream = fakeStream()
  const clock = fakeClock()
  const stores = createViewerStores({ open: () => stream.open, clock })
  const rendered = render(
    <IntlProvider
      locale={locale}
      messages={messages[locale]}
      timeZone="UTC"
      onError={(error) => {
        throw error
      }}
    >
      <ViewerProvider views={['namespace:shop']} stores={stores}>
        {page}
      </ViewerProvider>
    </IntlProvider>,
  )
  return { ...rendered, clock, emit: (state: ViewerState) => act(() => stream.emit(state)) }
}
