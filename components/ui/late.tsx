'use client'

import { Component, type ComponentType, lazy, type ReactNode, Suspense, useSyncExternalStore } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from './button'
import styles from './late.module.css'

/**
 * A part of a page that no first picture needs, in a file of its own, which `load` fetches when the part is first
 * drawn. Until it has come nothing stands there; where it does not come, the part says so and the page stays whole.
 */
export function late<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  const Part = lazy(async () => ({ default: await load() }))
  // biome-ignore lint/correctness/noComponentHookFactories: it is called once for each file, by the module that needs it.
  return function Late(props: P) {
    // The server leaves it out: it comes after the page in any case.
    if (!useIsBrowser()) return null
    return (
      <Whole>
        <Suspense>
          <Part {...props} />
        </Suspense>
      </Whole>
    )
  }
}

const never = () => () => {}

/** False on the server, and for as long as the browser takes over what the server has drawn. */
function useIsBrowser(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
}

/** Keeps what fails in it from taking the page along, and says what can be done. */
export class Whole extends Component<{ readonly children: ReactNode }, { readonly failed?: unknown }> {
  override state: { readonly failed?: unknown } = {}

  static getDerivedStateFromError(failed: unknown) {
    return { failed }
  }

  override render() {
    return 'failed' in this.state ? <Failure error={this.state.failed} /> : this.props.children
  }
}

/** What failed, and the next step: files of an older version go when the server is replaced. */
export function Failure({ error }: { readonly error: unknown }) {
  const t = useTranslations('failure')
  return (
    <div className={styles.failure} role="alert">
      <p>{isMissingFile(error) ? t('missing') : t('broken', { reason: String(error) })}</p>
      <Button onClick={() => window.location.reload()}>{t('reload')}</Button>
    </div>
  )
}

/** Whether a file of the program did not come, as the bundler and the browsers say it. */
export function isMissingFile(error: unknown): boolean {
  return (
    error instanceof Error &&
    (error.name === 'ChunkLoadError' || /load(ing)? (CSS )?chunk|dynamically imported/i.test(error.message))
  )
}
