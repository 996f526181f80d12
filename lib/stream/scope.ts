import type { Scope } from './message'

/** A view as a viewer asks for it. */
export type AskedView = { readonly view: 'overview' } | { readonly view: 'namespace'; readonly namespace: string }

/** The most views that one stream carries: a page needs one or two, tabs that share a stream a few more. */
export const MAX_VIEWS = 16

/** RFC 1123 label, as the API server validates the name of a namespace. */
const namespaceName = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/

/** One name per scope, `view/namespace`, to key maps by. */
export function scopeKey(scope: Scope): string {
  return `${scope.view}/${scope.namespace}`
}

/** The text of a view in an address: `overview` or `namespace:shop`. */
export function formatView(view: AskedView): string {
  return view.view === 'overview' ? 'overview' : `namespace:${view.namespace}`
}

/**
 * Reads the `view` parameters of an address; repeated ones count once, and their order does not matter.
 * A refusal is a sentence that says what to ask for instead.
 */
export function readViews(
  texts: readonly string[],
): { readonly views: readonly AskedView[] } | { readonly refusal: string } {
  const asked = [...new Set(texts)].sort()
  if (asked.length === 0) return { refusal: 'Ask for at least one view: ?view=overview or ?view=namespace:NAME.' }
  if (asked.length > MAX_VIEWS)
    return { refusal: `One stream carries at most ${MAX_VIEWS} views: ask for the others in a second stream.` }
  const views: AskedView[] = []
  for (const text of asked) {
    const [view, namespace, ...rest] = text.split(':')
    if (view === 'overview' && namespace === undefined) views.push({ view })
    else if (view === 'namespace' && namespace !== undefined && rest.length === 0 && namespaceName.test(namespace))
      views.push({ view, namespace })
    else
      return {
        refusal: `There is no view "${text.slice(0, 80)}": ask for ?view=overview or ?view=namespace:NAME, where NAME is a namespace.`,
      }
  }
  return { views }
}
