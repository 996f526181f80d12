import type { Addresses } from '@/components/ui/address'
import type { KeyId } from '@/components/ui/keys'
import type { Remembered } from '@/components/ui/pinned'
import type { Hit, HitKind, ServiceRef } from '@/lib/search/hit'
import { hitKinds } from '@/lib/search/hit'
import type { SearchAnswer } from './answer'

/** Something that the dialog offers to do besides going somewhere. */
export interface Action {
  readonly id: string
  readonly label: string
  /** Words that it is found by besides its label, in the other language above all. */
  readonly words: string
  /** The key that does the same, where this page has one. */
  readonly key?: KeyId
  readonly href?: string
  readonly run?: () => void
  /** Offered before anything is typed. */
  readonly isUsual?: boolean
}

export type GroupId = HitKind | 'pinned' | 'recent' | 'action'

/** One line of the list. `href` is where it leads; an action without one is done in place. */
export type Option = { readonly id: string; readonly href?: string } & (
  | { readonly type: 'hit'; readonly hit: Hit }
  | { readonly type: 'service'; readonly service: Remembered }
  | { readonly type: 'action'; readonly action: Action }
)

export interface Group {
  readonly id: GroupId
  readonly options: readonly Option[]
  /** How many are not among them. */
  readonly more: number
}

/** What is offered before anything is typed: the Services that the viewer comes back to, and what can be done. */
export function usualGroups(
  pinned: readonly Remembered[],
  recent: readonly Remembered[],
  actions: readonly Action[],
  to: Addresses,
): readonly Group[] {
  const isPinned = (service: Remembered) => pinned.some((each) => idOf(each) === idOf(service))
  const serviceOption =
    (list: string) =>
    (service: Remembered): Option => ({
      id: `${list} ${idOf(service)}`,
      type: 'service',
      service,
      href: to.service(service.namespace, service.name),
    })
  const groups: readonly Group[] = [
    { id: 'pinned', options: pinned.map(serviceOption('pinned')), more: 0 },
    {
      id: 'recent',
      options: recent.filter((service) => !isPinned(service)).map(serviceOption('recent')),
      more: 0,
    },
    { id: 'action', options: actions.filter(({ isUsual }) => isUsual).map(actionOption), more: 0 },
  ]
  return groups.filter(({ options }) => options.length > 0)
}

/** What was found, the kind with the best result first, then what can be done of what the words name. */
export function foundGroups(
  { results, counts }: Pick<SearchAnswer, 'results' | 'counts'>,
  actions: readonly Action[],
  to: Addresses,
): readonly Group[] {
  const kinds = [...new Set([...results.map(({ kind }) => kind), ...hitKinds])]
  const groups = kinds.map((kind): Group => {
    const options = results.filter((hit) => hit.kind === kind).map((hit) => hitOption(hit, to))
    return { id: kind, options, more: Math.max(0, (counts[kind] ?? 0) - options.length) }
  })
  return [...groups, { id: 'action' as const, options: actions.map(actionOption), more: 0 }].filter(
    ({ options }) => options.length > 0,
  )
}

/** The actions whose words hold all that was typed. */
export function actionsNamed(actions: readonly Action[], text: string): readonly Action[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return actions.filter(({ label, words: others }) => {
    const all = `${label} ${others}`.toLowerCase()
    return words.every((word) => all.includes(word))
  })
}

function actionOption(action: Action): Option {
  return { id: `action ${action.id}`, type: 'action', action, ...(action.href !== undefined && { href: action.href }) }
}

function hitOption(hit: Hit, to: Addresses): Option {
  const href = hrefOf(hit, to)
  return { id: `${hit.kind} ${nameOf(hit)}`, type: 'hit', hit, ...(href !== undefined && { href }) }
}

/** Where a result leads: its own page, or that of the Service that it stands for. */
function hrefOf(hit: Hit, to: Addresses): string | undefined {
  switch (hit.kind) {
    case 'service':
      return to.service(hit.namespace, hit.name)
    case 'pod':
      return to.pod(hit.namespace, hit.name)
    case 'node':
      return to.node(hit.name)
    case 'namespace':
      return to.namespace(hit.name)
    case 'finding': {
      const { kind, namespace, name } = hit.subject
      return kind === 'Service' ? to.finding(namespace, name, hit.id) : to.namespace(namespace)
    }
    case 'address': {
      if (hit.role === 'pod') return to.pod(hit.object.namespace, hit.object.name)
      if (hit.role === 'node' && hit.ports?.[0] !== undefined) return serviceHref(hit.ports[0].service, to)
      if (hit.role === 'node' || hit.role === 'podRange') return to.node(hit.object.name)
      const [service] = hit.services
      return service === undefined ? undefined : serviceHref(service, to)
    }
  }
}

function serviceHref({ namespace, name }: ServiceRef, to: Addresses): string {
  return to.service(namespace, name)
}

function nameOf(hit: Hit): string {
  switch (hit.kind) {
    case 'service':
    case 'pod':
      return idOf(hit)
    case 'node':
    case 'namespace':
      return hit.name
    case 'finding':
      return `${hit.subject.kind}/${idOf(hit.subject)} ${hit.id}`
    case 'address':
      return `${hit.role} ${hit.address} ${hit.object.kind}/${idOf(hit.object)} ${hit.services.map(idOf).join()}`
  }
}

function idOf({ namespace, name }: ServiceRef): string {
  return `${namespace}/${name}`
}
